#include "catalogue/sut_entry.h"

#include <algorithm>
#include <array>

#include "catalogue/element.h"
#include "catalogue/valid_text.h"
#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kFiles = {"counters",   "ics",         "keystore",
                                                    "mmc-schema", "testbed",     "tls-certificate",
                                                    "tls-key",    "tls-refused", "tls-trusted"};

std::string known_names(const fs::path& folder) {
  std::string names;
  for (const auto& file : files_below(folder, ".xml").value_or(std::vector<fs::path>{})) {
    names += (names.empty() ? "" : ", ") + file.stem().string();
  }
  return names.empty() ? "none" : names;
}

Result<SutEntry> parse_sut(ValidText text, const fs::path& folder) {
  const auto source = Source::parse(std::move(text.name), std::move(text.content));
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  SutEntry entry{root.required("title"), root.required("target"), root.required("start"), {}};
  for (const auto& one : root.children("option")) {
    SutEntry::Option option{one.required("name"), one.required("value")};
    if (std::find(kFiles.begin(), kFiles.end(), option.name) != kFiles.end()) {
      option.value = (folder / option.value).lexically_normal().string();
    }
    entry.options.push_back(std::move(option));
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(entry));
}

}  // namespace

Result<SutEntry> load_sut(const fs::path& data_dir, std::string_view name_or_file) {
  const auto registry = data_dir / "runners" / "suts";
  const bool is_file = name_or_file.find('/') != std::string_view::npos || name_or_file.ends_with(".xml");
  const auto file = is_file ? fs::path(name_or_file) : registry / fmt::format("{}.xml", name_or_file);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return failure(ErrorCode::Io,
                   fmt::format("there is no system under test {}: {} has {}; a path with / or .xml "
                               "names a file of your own",
                               name_or_file, registry.string(), known_names(registry)));
  }
  const auto schema = xml::SchemaValidator::load(data_dir / "schemas" / "enocheck" / "sut.xsd");
  if (!schema) { return tl::unexpected(schema.error()); }
  auto text = read_valid(file, is_file ? file.parent_path() : data_dir, *schema);
  if (!text) { return tl::unexpected(text.error()); }
  return parse_sut(*std::move(text), file.parent_path());
}

}  // namespace enocheck::catalogue
