#include "catalogue/access_matrix.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "catalogue/valid_text.h"
#include "duis/service_reference.h"

namespace enocheck::catalogue {
namespace {

using Words = std::set<std::string, std::less<>>;

Words set_of(const Element& element, const char* attribute) {
  const auto words = element.words(attribute);
  return {words.begin(), words.end()};
}

std::vector<std::uint8_t> variants_of(const Element& element, const char* attribute) {
  std::vector<std::uint8_t> variants;
  for (const auto& word : element.words(attribute)) {
    std::uint8_t variant = 0;
    const auto* const end = word.data() + word.size();  // NOLINT(*-pointer-arithmetic): from_chars wants it
    if (std::from_chars(word.data(), end, variant).ptr != end) { element.fail("no such variant: " + word); }
    variants.push_back(variant);
  }
  return variants;
}

ProfileCondition read_condition(const Element& element) {
  ProfileCondition condition{element.text("profile-key"), element.text("is")};
  if (condition.key.empty() != condition.is.empty()) { element.fail("profile-key and is go together"); }
  return condition;
}

MatrixDevices read_devices(const Element& element) {
  return {element.eui("esme").value_or(Eui64{}),
          element.eui("hub").value_or(Eui64{}),
          element.eui("hcalcs").value_or(Eui64{}),
          element.required("import-mpan"),
          element.required("supplier"),
          element.required("network-operator"),
          element.eui("unknown").value_or(Eui64{})};
}

void read_dimensions(const Element& root, AccessMatrix& matrix) {
  for (const auto& user : root.children("user")) {
    matrix.users.push_back({user.required("id"), user.words("roles"), user.eui("eui").value_or(Eui64{}),
                            user.eui("other").value_or(Eui64{})});
  }
  if (const auto devices = root.child("devices")) { matrix.devices = read_devices(*devices); }
  for (const auto& one : root.children("firmware")) {
    matrix.firmware.push_back({one.required("id"), one.required("gbcs-version")});
  }
  for (const auto& one : root.children("registration")) {
    matrix.registrations.push_back({one.required("id"),
                                    one.one_of("holder", {"user", "other"}, "") == "other",
                                    one.instant("from"), one.instant("to")});
  }
  for (const auto& one : root.children("status")) { matrix.statuses.push_back(one.required("id")); }
  if (const auto all = root.child("variants")) { matrix.variants = variants_of(*all, "all"); }
}

std::vector<MatrixKind> read_kinds(const Element& root) {
  std::vector<MatrixKind> kinds;
  for (const auto& one : root.children("kind")) {
    kinds.push_back({one.required("id"), variants_of(one, "variants")});
  }
  return kinds;
}

MatrixService read_service(const Element& element, const std::vector<MatrixKind>& kinds) {
  MatrixService service;
  service.srv = element.required("srv");
  if (duis::find_variant(service.srv) == nullptr) { element.fail("DUIS has no " + service.srv); }
  const auto kind = element.required("kind");
  const auto found = std::ranges::find(kinds, kind, &MatrixKind::id);
  if (found == kinds.end()) {
    element.fail("there is no kind " + kind);
  } else {
    service.kind = *found;
  }
  service.roles = element.words("roles");
  service.for_hub = element.text("target") == "hub";
  service.body = element.content();
  return service;
}

void read_services(const Element& root, AccessMatrix& matrix) {
  const auto kinds = read_kinds(root);
  for (const auto& one : root.children("service")) { matrix.services.push_back(read_service(one, kinds)); }
  for (const auto& variant : duis::service_reference_variants()) {
    if (matrix.find_service(variant.number) == nullptr) {
      root.fail(fmt::format("there is no service {}: the table has all of DUIS", variant.number));
    }
  }
}

template <class Known>
void expect_all(const Element& element, const Words& words, std::string_view what, const Known& is_known) {
  for (const auto& word : words) {
    if (!is_known(word)) { element.fail(fmt::format("there is no {} {}", what, word)); }
  }
}

void read_rules(const Element& root, AccessMatrix& matrix) {
  for (const auto& one : root.children("grant")) {
    MatrixGrant grant{set_of(one, "services"), set_of(one, "users"), read_condition(one)};
    CellSelector cells;
    cells.services = grant.services;
    cells.users = grant.users;
    expect_known_values(one, cells, matrix);
    matrix.grants.push_back(std::move(grant));
  }
  for (const auto& one : root.children("rule")) {
    matrix.rules.push_back({one.required("id"), one.words("code"), one.words("requirement"),
                            one.text("hop", "dsp.access-control"), read_cell_selector(one)});
    expect_known_values(one, matrix.rules.back().cells, matrix);
  }
  const CellSelector any;
  if (matrix.rules.empty() || matrix.rules.back().cells != any) {
    root.fail("the last rule has to fit every cell");
  }
}

}  // namespace

Result<bool> ProfileCondition::holds_in(const Profile& profile) const {
  if (key.empty()) { return true; }
  const auto value = profile.value_of(key);
  if (!value) { return failure(ErrorCode::BadValue, fmt::format("profile {} has no {}", profile.name, key)); }
  return *value == is;
}

CellSelector read_cell_selector(const Element& element) {
  const auto variants = variants_of(element, "variants");
  return {set_of(element, "services"), set_of(element, "users"),    {variants.begin(), variants.end()},
          element.text("device"),      set_of(element, "firmware"), set_of(element, "registrations"),
          set_of(element, "statuses"), element.boolean("fits"),     element.boolean("right"),
          read_condition(element)};
}

void expect_known_values(const Element& element, const CellSelector& cells, const AccessMatrix& matrix) {
  const auto has_id = [](const auto& all) {
    return [&all](const std::string& id) {
      return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    };
  };
  expect_all(element, cells.services, "service",
             [&](const std::string& srv) { return matrix.find_service(srv) != nullptr; });
  expect_all(element, cells.users, "user", has_id(matrix.users));
  expect_all(element, cells.firmware, "firmware", has_id(matrix.firmware));
  expect_all(element, cells.registrations, "registration", has_id(matrix.registrations));
  expect_all(element, cells.statuses, "status", [&](const std::string& status) {
    return std::ranges::find(matrix.statuses, status) != matrix.statuses.end();
  });
}

const MatrixUser* AccessMatrix::find_user(std::string_view id) const {
  const auto found = std::ranges::find(users, id, &MatrixUser::id);
  return found == users.end() ? nullptr : &*found;
}

const MatrixService* AccessMatrix::find_service(std::string_view srv) const {
  const auto found = std::ranges::find(services, srv, &MatrixService::srv);
  return found == services.end() ? nullptr : &*found;
}

Result<AccessMatrix> parse_access_matrix(std::string file, std::string text) {
  const auto source = Source::parse(std::move(file), std::move(text));
  if (!source) { return tl::unexpected(source.error()); }
  Reading reading(**source);
  const Element root((*source)->root(), reading);
  AccessMatrix matrix;
  matrix.start = root.instant("start").value_or(Instant{});
  matrix.ordered = root.boolean("ordered").value_or(true);
  matrix.access_codes = set_of(root, "access-codes");
  read_dimensions(root, matrix);
  read_services(root, matrix);
  read_rules(root, matrix);
  reading.expect_all_read((*source)->root());
  return reading.finish(std::move(matrix));
}

Result<AccessMatrix> load_access_matrix(const std::filesystem::path& data_dir) {
  auto text = load_valid_text(data_dir, "testcases/matrix.xml", "matrix.xsd");
  if (!text) { return tl::unexpected(text.error()); }
  return parse_access_matrix(std::move(text->name), std::move(text->content));
}

}  // namespace enocheck::catalogue
