#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "engine/result_sink.h"
#include "report/kept_cases.h"

namespace enocheck::report {

/// The packets of a case, as blocks of a pcapng file. `index` of an exchange names its evidence file.
///
/// Every link is an interface of its own, so that each hop of a message is to be seen. A DUIS or MMC document
/// is followed by the GBCS messages that it carries; what does not decode as GBCS, and ZSE frames, are plain
/// data. The contacts of a switch and what its load draws are no messages and left out. A packet's first
/// comment is the case's id, the second its evidence file and the device (if any), a third what there is to
/// say.
[[nodiscard]] Bytes capture_of(std::string_view case_id, const std::vector<engine::Exchange>& exchanges);

/// Writes the messages of each case into a pcapng file, when the case has ended.
class CaptureSink final : public engine::ResultSink {
 public:
  /// Begins the file, or goes on where a process that was killed left off. Errors: Io; Schema for a file that
  /// is no capture of ours.
  [[nodiscard]] static Result<std::unique_ptr<CaptureSink>> open(std::filesystem::path file,
                                                                 std::string_view application, KeptCases of);
  void case_started(const catalogue::Testcase& /*testcase*/) override {}
  void case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                     const std::vector<engine::Exchange>& exchanges) override;
  /// The first thing that could not be written, if any.
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  CaptureSink(std::filesystem::path file, KeptCases of) : file_(std::move(file)), of_(of) {}

  std::filesystem::path file_;
  KeptCases of_;
  Status status_;
};

/// The capture that a worker writes in the folder of a run: `evidence.pcapng` for 0, else
/// `evidence.<worker>.pcapng`.
[[nodiscard]] std::filesystem::path capture_file(const std::filesystem::path& run_folder, std::size_t worker);
/// Makes one `evidence.pcapng` of all captures in the folder of a run, by case id, and removes the parts. A
/// folder without captures stays as it is. Errors: Io, Schema.
[[nodiscard]] Status join_captures(const std::filesystem::path& run_folder);

/// Leaves in a capture the packets of these cases, and whole blocks. A file that is not there is left so.
/// Errors: Io, Schema.
[[nodiscard]] Status keep_packets(const std::filesystem::path& file,
                                  const std::function<bool(std::string_view id)>& of);
/// Leaves in all captures of a run the packets of these cases, and in the parts none of cases that
/// `evidence.pcapng` has: joining was cut short. Errors: Io, Schema.
[[nodiscard]] Status keep_each_packet_once(const std::filesystem::path& run_folder,
                                           const std::set<std::string>& cases);

}  // namespace enocheck::report
