#include "catalogue/gate_policy.h"

#include <fmt/format.h>

#include "catalogue/element.h"
#include "catalogue/valid_text.h"

namespace enocheck::catalogue {
namespace {

bool counts(const Element& root, const char* attribute, std::string_view otherwise) {
  return root.one_of(attribute, {"counts", "warns"}, otherwise) == "counts";
}

Result<GatePolicy> read_policy(const std::filesystem::path& file, const std::filesystem::path& data_dir,
                               const Requirements& requirements) {
  const auto source = load_source(file, data_dir, "gate.xsd");
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  GatePolicy policy;
  policy.name = (*source)->file();
  static_cast<void>(root.text("title"));  // for people
  policy.counts_contested = counts(root, "contested", "warns");
  policy.counts_recommended = counts(root, "recommended", "counts");
  policy.counts_tolerated = counts(root, "tolerated", "warns");
  policy.counts_inconc = counts(root, "inconc", "counts");
  policy.least_passed = static_cast<std::size_t>(root.integer("least-passed").value_or(0));
  for (const auto& element : root.children("prove")) {
    auto id = element.required("requirement");
    if (requirements.find(id) == nullptr) { element.fail("the suite has no requirement " + id); }
    policy.proven.push_back({std::move(id), element.line()});
  }
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(policy));
}

}  // namespace

Result<GatePolicy> load_gate_policy(const std::string& name_or_file, const std::filesystem::path& data_dir,
                                    const Requirements& requirements) {
  GatePolicy policy;
  if (name_or_file == "standard") { return policy; }
  if (name_or_file == "strict") {
    policy.name = name_or_file;
    policy.counts_contested = true;
    return policy;
  }
  std::error_code ignored;
  if (!std::filesystem::exists(name_or_file, ignored)) {
    return failure(ErrorCode::Io, fmt::format("--gate {}: neither standard nor strict, and no file of that "
                                              "name (docs/ci.md shows one)",
                                              name_or_file));
  }
  return read_policy(name_or_file, data_dir, requirements);
}

}  // namespace enocheck::catalogue
