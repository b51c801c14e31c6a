#include "catalogue/loader.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalogue/valid_text.h"
#include "core/files.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

/// How deep one document may extend another: a circle ends here.
constexpr unsigned kDeepest = 8;

bool is_case_file(const fs::path& relative) {
  const auto first = relative.begin()->string();
  return relative.has_parent_path() && first != "worlds" && first != "profiles";
}

/// Ids are filter patterns, file names and parts of a shell's line: letters, digits, `_`, `.` and `/`.
bool is_id(std::string_view id) {
  return std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '/';
  });
}

Result<std::vector<std::string>> names_in(const fs::path& folder) {
  const auto files = files_below(folder, ".xml");
  if (!files) { return tl::unexpected(files.error()); }
  std::vector<std::string> names;
  for (const auto& file : *files) { names.push_back(file.stem().string()); }
  return names;
}

}  // namespace

Result<Loader> Loader::open(const fs::path& data_dir) {
  const auto schemas = data_dir / "schemas" / "enocheck";
  auto testcase = xml::SchemaValidator::load(schemas / "testcase.xsd");
  if (!testcase) { return tl::unexpected(testcase.error()); }
  auto world = xml::SchemaValidator::load(schemas / "world.xsd");
  if (!world) { return tl::unexpected(world.error()); }
  auto profile = xml::SchemaValidator::load(schemas / "profile.xsd");
  if (!profile) { return tl::unexpected(profile.error()); }
  auto requirement = xml::SchemaValidator::load(schemas / "requirement.xsd");
  if (!requirement) { return tl::unexpected(requirement.error()); }
  return Loader(data_dir / "testcases",
                {*std::move(testcase), *std::move(world), *std::move(profile), *std::move(requirement)});
}

Result<std::vector<Testcase>> Loader::testcases() const {
  const auto files = files_below(testcases_, ".xml");
  if (!files) { return tl::unexpected(files.error()); }
  std::vector<Testcase> all;
  for (const auto& file : *files) {
    auto relative = file.lexically_relative(testcases_);
    if (!is_case_file(relative)) { continue; }
    auto text = read_valid(file, testcases_.parent_path(), validators_.testcase);
    if (!text) { return tl::unexpected(text.error()); }
    auto cases = parse_testcases(relative.replace_extension().generic_string(), std::move(text->name),
                                 std::move(text->content));
    if (!cases) { return tl::unexpected(cases.error()); }
    std::move(cases->begin(), cases->end(), std::back_inserter(all));
  }
  std::sort(all.begin(), all.end(), [](const Testcase& a, const Testcase& b) { return a.id < b.id; });
  std::set<std::string> ids;
  for (const auto& testcase : all) {
    auto names = testcase.aliases;
    names.push_back(testcase.id);
    for (const auto& name : names) {
      if (!is_id(name)) {
        return failure(
            ErrorCode::Schema,
            fmt::format("{}: the id '{}' may have letters, digits, _ and . only: rename the file or the row",
                        testcase.file, name));
      }
      if (!ids.insert(name).second) {
        return failure(ErrorCode::Schema, fmt::format("{}: the id {} is taken already", testcase.file, name));
      }
    }
  }
  return all;
}

Result<World> Loader::world(std::string_view name_or_file) const { return world(name_or_file, 0); }

Result<World> Loader::world(std::string_view name_or_file, unsigned depth) const {
  if (depth > kDeepest) { return failure(ErrorCode::Schema, "worlds extend each other in a circle"); }
  const auto file = name_or_file.ends_with(".xml")
                        ? fs::path(name_or_file)
                        : testcases_ / "worlds" / fmt::format("{}.xml", name_or_file);
  auto text = read_valid(file, testcases_.parent_path(), validators_.world);
  if (!text) { return tl::unexpected(text.error()); }
  return parse_world(file.stem().string(), std::move(text->name), std::move(text->content),
                     [&](std::string_view base) { return world(base, depth + 1); });
}

Result<std::map<std::string, World>> Loader::worlds() const {
  const auto names = names_in(testcases_ / "worlds");
  if (!names) { return tl::unexpected(names.error()); }
  std::map<std::string, World> all;
  for (const auto& name : *names) {
    auto one = world(name);
    if (!one) { return tl::unexpected(one.error()); }
    all.emplace(name, *std::move(one));
  }
  return all;
}

Result<Profile> Loader::profile(std::string_view name_or_file) const { return profile(name_or_file, 0); }

Result<Profile> Loader::profile(std::string_view name_or_file, unsigned depth) const {
  if (depth > kDeepest) { return failure(ErrorCode::Schema, "profiles extend each other in a circle"); }
  const bool is_file = name_or_file.ends_with(".xml");
  const auto file =
      is_file ? fs::path(name_or_file) : testcases_ / "profiles" / fmt::format("{}.xml", name_or_file);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    const auto names = profile_names();
    return failure(ErrorCode::Io, fmt::format("there is no profile {}; shipped are {}", name_or_file,
                                              names ? fmt::format("{}", fmt::join(*names, ", ")) : "none"));
  }
  auto text = read_valid(file, testcases_.parent_path(), validators_.profile);
  if (!text) { return tl::unexpected(text.error()); }
  const auto read = parse_profile(file.stem().string(), std::move(text->name), std::move(text->content));
  if (!read) { return tl::unexpected(read.error()); }
  if (read->extends.empty()) { return make_profile(*read, nullptr); }
  const auto base = profile(read->extends, depth + 1);
  if (!base) { return failure(base.error(), fmt::format("{} extends {}", read->file, read->extends)); }
  return make_profile(*read, &*base);
}

Result<std::vector<std::string>> Loader::profile_names() const { return names_in(testcases_ / "profiles"); }

Result<Requirements> Loader::requirements() const {
  auto text = read_valid(testcases_ / "requirements.xml", testcases_.parent_path(), validators_.requirement);
  if (!text) { return tl::unexpected(text.error()); }
  return parse_requirements(std::move(text->name), std::move(text->content));
}

}  // namespace enocheck::catalogue
