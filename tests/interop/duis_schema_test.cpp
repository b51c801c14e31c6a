// Every DUIS document of a whole run, against the published DUIS schema: what enocheck sends, what its DSP
// answers, and that our own schema agrees, also on the documents that cases damage on purpose.

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "support/run_program.h"
#include "xml/schema_validator.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// The schema of DUIS, where a user has it.
std::optional<fs::path> published_schema() {
  const char* const given =
      std::getenv("ENOCHECK_REFERENCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  const auto reference = given == nullptr ? source_dir() / "../shared/reference" : fs::path(given);
  for (const auto& folder : {source_dir() / "schemas/published", reference / "schemas"}) {
    if (auto file = folder / "DUIS Schema V5.4.xsd"; fs::exists(file)) { return file; }
  }
  return std::nullopt;
}

TEST(DuisSchema, EveryDocumentOfARunIsJudgedAsThePublishedSchemaJudgesIt) {
  const auto published_file = published_schema();
  if (!published_file) { GTEST_SKIP() << "no published DUIS schema: see schemas/published/README.md"; }
  const Workplace place;
  const auto out = place.folder() / "results";
  ASSERT_EQ(place.run(ENOCHECK_PROGRAM, {"run", "--progress", "none", "--out", out.string()}).exit_code, 0);
  const auto published = xml::SchemaValidator::load(*published_file);
  const auto ours = xml::SchemaValidator::load(source_dir() / "schemas/enocheck/duis_subset.xsd");
  ASSERT_TRUE(published && ours);

  std::set<std::string> seen;
  std::size_t sent = 0;
  std::size_t damaged = 0;
  std::size_t answered = 0;
  const auto files = files_below(fs::canonical(out / "latest") / "evidence", ".xml").value();
  for (const auto& file : files) {
    const auto text = read_text(file).value();
    if (text.empty() || !seen.insert(text).second) { continue; }  // an HTTP status alone, or seen before
    const auto document = xml::Document::parse(text);
    const auto by_published = document ? published->validate(*document) : Status{};
    const bool is_valid = document && by_published;
    EXPECT_EQ(document && ours->validate(*document), is_valid) << "the schemas disagree on " << file;
    if (file.filename().string().ends_with("dsp-to-user.xml")) {
      ++answered;
      EXPECT_TRUE(is_valid) << file << ": " << (by_published ? "no XML" : by_published.error().detail);
    } else {
      ++(is_valid ? sent : damaged);
    }
  }
  RecordProperty("answers", std::to_string(answered));
  fmt::print("{} requests valid, {} damaged on purpose, {} answers valid\n", sent, damaged, answered);
  EXPECT_GT(answered, 2000U);
  EXPECT_GT(sent, 2000U);
  EXPECT_LT(damaged, 100U) << "few cases damage a document";
}

}  // namespace
}  // namespace enocheck
