#include "report/zip_file.h"

#include <archive.h>
#include <archive_entry.h>

#include <fmt/format.h>

#include "core/files.h"
#include "core/owned.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

using OwnedEntry = std::unique_ptr<archive_entry, Freed<archive_entry_free>>;
using OwnedArchive = std::unique_ptr<archive, Freed<archive_write_free>>;

}  // namespace

struct ZipWriter::Archive {
  fs::path file;
  fs::path part;
  OwnedArchive out;

  [[nodiscard]] tl::unexpected<Error> failed() const {
    if (const int error = archive_errno(out.get()); error > 0) { return write_failure(file, error); }
    const auto* const why = archive_error_string(out.get());
    return failure(ErrorCode::Io, fmt::format("{}: {}", file.string(), why == nullptr ? "no zip" : why));
  }
};

ZipWriter::ZipWriter(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;
ZipWriter& ZipWriter::operator=(ZipWriter&&) noexcept = default;

ZipWriter::~ZipWriter() {
  if (!archive_ || !archive_->out) { return; }
  archive_write_fail(archive_->out.get());  // no more is written
  std::error_code ignored;
  fs::remove(archive_->part, ignored);
}

Result<ZipWriter> ZipWriter::create(fs::path file) {
  auto made = std::make_unique<Archive>();
  made->part = file;
  made->part += ".part";
  made->file = std::move(file);
  made->out.reset(archive_write_new());
  auto* const out = made->out.get();
  if (out == nullptr || archive_write_set_format_zip(out) != ARCHIVE_OK ||
      archive_write_set_options(out, "zip:compression=deflate,zip:hdrcharset=UTF-8") != ARCHIVE_OK ||
      archive_write_open_filename(out, made->part.c_str()) != ARCHIVE_OK) {
    return made->failed();
  }
  return ZipWriter(std::move(made));
}

Status ZipWriter::add(const std::string& name, ByteView octets) {
  const OwnedEntry entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(octets.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  auto* const out = archive_->out.get();
  if (archive_write_header(out, entry.get()) != ARCHIVE_OK) { return archive_->failed(); }
  const auto written = archive_write_data(out, octets.data(), octets.size());
  if (written != static_cast<la_ssize_t>(octets.size()) || archive_write_finish_entry(out) != ARCHIVE_OK) {
    return archive_->failed();
  }
  return {};
}

Status ZipWriter::finish() {
  if (archive_write_close(archive_->out.get()) != ARCHIVE_OK) { return archive_->failed(); }
  std::error_code failed;
  fs::rename(archive_->part, archive_->file, failed);
  if (failed) { return write_failure(archive_->file, failed.value()); }
  archive_->out.reset();
  return {};
}

}  // namespace enocheck::report
