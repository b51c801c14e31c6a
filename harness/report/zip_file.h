#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/bytes.h"
#include "core/result.h"

namespace enocheck::report {

/// Writes a zip file. The same entries give the same octets: no times, no owners.
class ZipWriter {
 public:
  /// Writes into a neighbour (`….part`) until it is finished. Errors: Io.
  [[nodiscard]] static Result<ZipWriter> create(std::filesystem::path file);
  ZipWriter(ZipWriter&&) noexcept;
  ZipWriter& operator=(ZipWriter&&) noexcept;
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;
  /// One that is not finished is taken away.
  ~ZipWriter();

  /// Errors: Io.
  [[nodiscard]] Status add(const std::string& name, ByteView octets);
  /// Puts the file in its place. Errors: Io.
  [[nodiscard]] Status finish();

 private:
  struct Archive;
  explicit ZipWriter(std::unique_ptr<Archive> archive);
  std::unique_ptr<Archive> archive_;
};

}  // namespace enocheck::report
