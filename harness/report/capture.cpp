#include "report/capture.h"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "core/files.h"
#include "core/hex.h"
#include "gbcs/message.h"
#include "report/evidence.h"
#include "report/link_kind.h"
#include "report/pcapng.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestCapture = std::size_t{4} << 30U;

constexpr std::string_view kMessage = "gbcs_message";
constexpr std::string_view kXml = "xml";
constexpr std::string_view kData = "data";

/// The last one is for links that are none of these.
constexpr std::array<std::string_view, 15> kInterfaces = {
    "user-to-dsp",    "dsp-to-user",       "dsp-to-wan",        "wan-to-hub",        "hub-to-device",
    "device-to-hub",  "hub-to-wan",        "wan-to-dsp",        "wan-notice-to-dsp", "esme-to-hcalcs",
    "hcalcs-to-esme", "request-to-parser", "message-to-parser", "parser-to-user",    "other"};

std::uint32_t interface_of(std::string_view link) {
  const auto* const found = std::find(kInterfaces.begin(), kInterfaces.end() - 1, link);
  return static_cast<std::uint32_t>(found - kInterfaces.begin());
}

/// The octets of the elements whose text is base64 and starts as a message does, in order.
struct CarriedMessages final : pugi::xml_tree_walker {
  std::vector<Bytes> found;

  bool for_each(pugi::xml_node& node) override {
    constexpr std::string_view kGroupingHeader = "3wk";    // DF 09
    constexpr std::string_view kMacHeader = "3QAAAAAAAA";  // DD, six empty fields
    std::string_view text = node.child_value();
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (!text.starts_with(kGroupingHeader) && !text.starts_with(kMacHeader)) { return true; }
    if (auto octets = decode_base64(text)) { found.push_back(*std::move(octets)); }
    return true;
  }
};

/// Writes the packets of one exchange, which all have its time, link and first comments.
class ExchangeCapture {
 public:
  ExchangeCapture(Bytes& out, std::string_view case_id, std::size_t index, const engine::Exchange& exchange)
      : out_(&out), exchange_(&exchange), comments_{std::string(case_id), name_of(index, exchange)} {}

  void write() const {
    const ByteView octets = exchange_->octets;
    switch (kind_of_link(exchange_->link)) {
      case LinkKind::Document:
      case LinkKind::Mmc: document(octets); break;
      case LinkKind::Message: message(octets, ""); break;
      case LinkKind::Frame: packet(kData, octets, "a ZSE frame"); break;
      case LinkKind::State:
      case LinkKind::Text:
      case LinkKind::Load: break;
    }
  }

 private:
  static std::string name_of(std::size_t index, const engine::Exchange& exchange) {
    if (exchange.device == Eui64{}) { return evidence_name(index, exchange); }
    return fmt::format("{} {}", evidence_name(index, exchange), to_string(exchange.device));
  }

  void packet(std::string_view dissector, ByteView octets, const std::string& note) const {
    auto comments = comments_;
    if (!note.empty()) { comments.push_back(note); }
    append_packet(*out_,
                  {exchange_->at, interface_of(exchange_->link), dissector, octets, std::move(comments)});
  }

  /// `where` says where the message was found.
  void message(ByteView octets, const std::string& where) const {
    const auto decoded = gbcs::decode_message(octets);
    const std::string_view between = where.empty() ? "" : "; ";
    if (!decoded) {
      packet(kData, octets, fmt::format("{}{}no GBCS message: {}", where, between, decoded.error().detail));
    } else if (decoded->signature_form == gbcs::SignatureForm::Absent) {
      auto whole = copy_of(octets);
      whole.push_back(0);  // dissectors want the length of the signature that a pre-command has not got
      packet(kMessage, whole, fmt::format("{}{}the last octet, 00, is not in the evidence", where, between));
    } else {
      packet(kMessage, octets, where);
    }
  }

  void document(ByteView octets) const {
    if (octets.empty()) { return packet(kData, octets, "no document"); }
    packet(kXml, octets, "");
    pugi::xml_document parsed;
    if (!parsed.load_buffer(octets.data(), octets.size())) { return; }
    CarriedMessages carried;
    parsed.traverse(carried);
    for (const auto& found : carried.found) { message(found, "in the document before this"); }
  }

  Bytes* out_;
  const engine::Exchange* exchange_;
  std::vector<std::string> comments_;
};

/// The captures of a run's folder: the one of worker 0, then the others.
Result<std::vector<fs::path>> captures_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const auto name = entry->path().filename().string();
    if (name.starts_with("evidence.") && name.ends_with(".pcapng")) { files.push_back(entry->path()); }
  }
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), failed.message())); }
  std::sort(files.begin(), files.end());
  return files;
}

/// The ids of the cases of which a capture has packets.
Result<std::set<std::string>> cases_in(const fs::path& file) {
  std::set<std::string> ids;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) { return ids; }
  const auto octets = read_file(file, kLargestCapture);
  if (!octets) { return tl::unexpected(octets.error()); }
  const auto blocks = whole_blocks(*octets);
  if (!blocks) { return failure(blocks.error(), file.string()); }
  for (const auto& block : *blocks) {
    if (block.is_packet()) { ids.emplace(first_comment(block)); }
  }
  return ids;
}

}  // namespace

Bytes capture_of(std::string_view case_id, const std::vector<engine::Exchange>& exchanges) {
  Bytes out;
  for (std::size_t index = 0; index < exchanges.size(); ++index) {
    ExchangeCapture(out, case_id, index, exchanges[index]).write();
  }
  return out;
}

fs::path capture_file(const fs::path& run_folder, std::size_t worker) {
  return run_folder / (worker == 0 ? "evidence.pcapng" : fmt::format("evidence.{}.pcapng", worker));
}

Result<std::unique_ptr<CaptureSink>> CaptureSink::open(fs::path file, std::string_view application,
                                                       KeptCases of) {
  std::unique_ptr<CaptureSink> sink(new CaptureSink(std::move(file), of));
  if (of == KeptCases::None) { return sink; }
  Bytes kept;
  std::error_code ignored;
  if (fs::exists(sink->file_, ignored)) {
    const auto there = read_file(sink->file_, kLargestCapture);
    if (!there) { return tl::unexpected(there.error()); }
    const auto blocks = whole_blocks(*there);
    if (!blocks) { return failure(blocks.error(), sink->file_.string()); }
    for (const auto& block : *blocks) { append(kept, block.octets); }
  }
  if (kept.empty()) { kept = pcapng_header(application, kInterfaces); }
  if (auto written = write_file(sink->file_, kept); !written) { return tl::unexpected(written.error()); }
  return sink;
}

void CaptureSink::case_finished(const catalogue::Testcase& testcase, const engine::CaseResult& result,
                                const std::vector<engine::Exchange>& exchanges) {
  if (!is_kept(of_, result.verdict)) { return; }
  const auto packets = capture_of(testcase.id, exchanges);
  auto written = append_to_file(file_, text_of(packets));
  if (status_ && !written) { status_ = std::move(written); }
}

Status join_captures(const fs::path& run_folder) {
  const auto files = captures_in(run_folder);
  if (!files) { return tl::unexpected(files.error()); }
  if (files->empty()) { return {}; }
  Bytes joined;
  std::vector<Bytes> parts;
  std::vector<PcapngBlock> packets;
  for (const auto& file : *files) {
    auto part = read_file(file, kLargestCapture);
    if (!part) { return tl::unexpected(part.error()); }
    parts.push_back(*std::move(part));
    const auto blocks = whole_blocks(parts.back());
    if (!blocks) { return failure(blocks.error(), file.string()); }
    const bool is_first = joined.empty();
    for (const auto& block : *blocks) {
      if (block.is_packet()) {
        packets.push_back(block);
      } else if (is_first) {
        append(joined, block.octets);
      }
    }
  }
  std::stable_sort(packets.begin(), packets.end(),
                   [](const auto& a, const auto& b) { return first_comment(a) < first_comment(b); });
  for (const auto& packet : packets) { append(joined, packet.octets); }
  if (auto written = write_file(capture_file(run_folder, 0), joined); !written) { return written; }
  std::error_code ignored;  // a part that stays is only in the way
  for (const auto& file : *files) {
    if (file != capture_file(run_folder, 0)) { fs::remove(file, ignored); }
  }
  return {};
}

Status keep_packets(const fs::path& file, const std::function<bool(std::string_view id)>& of) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) { return {}; }
  const auto octets = read_file(file, kLargestCapture);
  if (!octets) { return tl::unexpected(octets.error()); }
  const auto blocks = whole_blocks(*octets);
  if (!blocks) { return failure(blocks.error(), file.string()); }
  Bytes kept;
  for (const auto& block : *blocks) {
    if (!block.is_packet() || of(first_comment(block))) { append(kept, block.octets); }
  }
  return kept.size() == octets->size() ? Status{} : write_file(file, kept);
}

Status keep_each_packet_once(const fs::path& run_folder, const std::set<std::string>& cases) {
  const auto whole = capture_file(run_folder, 0);
  const auto is_finished = [&](std::string_view id) { return cases.contains(std::string(id)); };
  if (auto done = keep_packets(whole, is_finished); !done) { return done; }
  const auto joined = cases_in(whole);
  if (!joined) { return tl::unexpected(joined.error()); }
  const auto files = captures_in(run_folder);
  if (!files) { return tl::unexpected(files.error()); }
  for (const auto& file : *files) {
    if (file == whole) { continue; }
    const auto done = keep_packets(
        file, [&](std::string_view id) { return is_finished(id) && !joined->contains(std::string(id)); });
    if (!done) { return done; }
  }
  return {};
}

}  // namespace enocheck::report
