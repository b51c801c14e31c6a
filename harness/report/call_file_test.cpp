#include "report/call_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/files.h"
#include "report/evidence.h"

namespace enocheck::report {
namespace {

namespace fs = std::filesystem;

const std::string kDocument = "<request>" + std::string(100, 'x') + "</request>\n";

const CalledIn kWhere = {"20260302T173000Z-embedded", "control/a_case", engine::Verdict::Fail};

std::vector<engine::Exchange> exchanges() {
  const auto later = Instant{} + Duration(1500);
  return {{Instant{}, "user-to-dsp", {}, copy_of(bytes_of(kDocument))},
          {later, "hub-to-device", Eui64{0xA0}, Bytes{0xDF, 0x09}},
          {later, "switch-to-load", Eui64{0xA0}, Bytes{0x01}}};
}

engine::CallRecord record() {
  engine::CallRecord record;
  record.target = "a target";
  record.observes = {true, false, true, false, true, true, true, false};
  record.first_counters = {{Eui64{0xB0}, 1'795'000'000'000}};
  record.untouched = "had no part in it";
  engine::RecordedCall post;
  post.operation = "post";
  post.asked = {"send", kDocument};
  post.answered = {"200", "not plain: \xFF\n"};
  post.at = Instant{} + Duration(42);
  post.seen = 1;
  post.later = {{0, Instant{} + Duration(43)}, {3, Instant{} + Duration(50)}};
  engine::RecordedCall lost;
  lost.operation = "advance";
  lost.asked = {"PT1S"};
  lost.failed = Error{ErrorCode::Timeout, "nobody is there"};
  lost.at = Instant{} + Duration(44);
  lost.seen = 2;
  record.calls = {post, lost};
  return record;
}

class CallFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / "enocheck_call_file" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void store(std::string_view calls) const {
    ASSERT_TRUE(write_evidence(folder_, exchanges()).has_value());
    ASSERT_TRUE(write_file(folder_ / kCallFile, bytes_of(calls)).has_value());
  }
  fs::path folder_;
};

TEST_F(CallFile, IsReadBackAsItWas) {
  store(to_call_lines(kWhere, record(), exchanges()));
  const auto stored = read_stored_case(folder_);
  ASSERT_TRUE(stored.has_value()) << stored.error().detail;
  EXPECT_EQ(stored->where, kWhere);
  EXPECT_EQ(stored->record.target, "a target");
  EXPECT_FALSE(stored->record.observes.device);
  EXPECT_TRUE(stored->record.observes.parse);
  EXPECT_TRUE(stored->record.observes.tls);
  EXPECT_FALSE(stored->record.observes.fresh_counters);
  EXPECT_EQ(stored->record.first_counters, record().first_counters);
  EXPECT_EQ(stored->record.untouched, "had no part in it");
  const auto then = record();
  ASSERT_EQ(stored->record.calls.size(), 2U);
  for (std::size_t index = 0; index < 2; ++index) {
    const auto& call = stored->record.calls[index];
    EXPECT_EQ(call.operation, then.calls[index].operation);
    EXPECT_EQ(call.asked, then.calls[index].asked);
    EXPECT_EQ(call.answered, then.calls[index].answered);
    EXPECT_EQ(call.at, then.calls[index].at);
    EXPECT_EQ(call.later, then.calls[index].later);
  }
  ASSERT_TRUE(stored->record.calls[1].failed.has_value());
  EXPECT_EQ(stored->record.calls[1].failed->code, ErrorCode::Timeout);
  EXPECT_EQ(stored->record.calls[1].failed->detail, "nobody is there");
  EXPECT_EQ(stored->record.calls[0].seen, 1U);
  EXPECT_EQ(stored->record.calls[1].seen, 3U) << "what came after the last call belongs to it";
  const auto seen = exchanges();
  ASSERT_EQ(stored->exchanges.size(), seen.size());
  for (std::size_t index = 0; index < seen.size(); ++index) {
    EXPECT_EQ(stored->exchanges[index].at, seen[index].at);
    EXPECT_EQ(stored->exchanges[index].link, seen[index].link);
    EXPECT_EQ(stored->exchanges[index].device, seen[index].device);
    EXPECT_EQ(stored->exchanges[index].octets, seen[index].octets);
  }
}

TEST_F(CallFile, NamesTheEvidenceInsteadOfCopyingIt) {
  const auto lines = to_call_lines(kWhere, record(), exchanges());
  EXPECT_NE(lines.find(R"({"file":"0001-user-to-dsp.xml"})"), std::string::npos) << lines;
  EXPECT_EQ(lines.find("xxxx"), std::string::npos) << lines;
}

TEST_F(CallFile, EvidenceThatIsGoneOrAlteredIsNotJudged) {
  store(to_call_lines(kWhere, record(), exchanges()));
  ASSERT_TRUE(write_file(folder_ / "0002-hub-to-device.hex", bytes_of("# a comment\nDD\n")).has_value());
  const auto altered = read_stored_case(folder_);
  ASSERT_FALSE(altered.has_value());
  EXPECT_EQ(altered.error().code, ErrorCode::Schema);
  EXPECT_NE(altered.error().detail.find("altered"), std::string::npos) << altered.error().detail;
  fs::remove(folder_ / "0001-user-to-dsp.xml");
  const auto gone = read_stored_case(folder_);
  ASSERT_FALSE(gone.has_value());
  EXPECT_EQ(gone.error().code, ErrorCode::Io);
}

TEST_F(CallFile, IsReadWholeOrNotAtAll) {
  const auto whole = to_call_lines(kWhere, record(), exchanges());
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    store(std::string_view(whole).substr(0, kept));
    const auto stored = read_stored_case(folder_);
    ASSERT_FALSE(stored.has_value()) << "accepted " << kept << " of " << whole.size() << " octets";
    EXPECT_EQ(stored.error().code, ErrorCode::Schema);
  }
}

TEST_F(CallFile, AnAlteredAnswerIsNotJudged) {
  auto text = to_call_lines(kWhere, record(), exchanges());
  const auto status = text.find(R"("200")");
  ASSERT_NE(status, std::string::npos);
  text.replace(status, 5, R"("400")");
  store(text);
  const auto stored = read_stored_case(folder_);
  ASSERT_FALSE(stored.has_value());
  EXPECT_NE(stored.error().detail.find("altered"), std::string::npos) << stored.error().detail;
}

TEST_F(CallFile, AnotherFoldersFileIsNotRead) {
  auto text = to_call_lines(kWhere, record(), exchanges());
  const std::string name = "0001-user-to-dsp.xml";
  text.replace(text.find(name), name.size(), "../../elsewhere.xml");
  store(text);
  const auto stored = read_stored_case(folder_);
  ASSERT_FALSE(stored.has_value());
  EXPECT_NE(stored.error().detail.find("is no file of"), std::string::npos) << stored.error().detail;
}

TEST_F(CallFile, ALaterVersionIsNotGuessedAt) {
  auto text = to_call_lines(kWhere, record(), exchanges());
  const std::string version = R"("schema_version":1)";
  text.replace(text.find(version), version.size(), R"("schema_version":2)");
  store(text);
  const auto stored = read_stored_case(folder_);
  ASSERT_FALSE(stored.has_value());
  EXPECT_NE(stored.error().detail.find("is of version 2"), std::string::npos) << stored.error().detail;
}

TEST_F(CallFile, ALineThatIsNoneIsNamed) {
  for (const auto* const line : {"{", "{}", R"({"call":"advance"})", "7"}) {
    auto text = to_call_lines(kWhere, record(), exchanges());
    text.insert(text.rfind("{\"sha256\""), std::string(line) + "\n");
    store(text);
    const auto stored = read_stored_case(folder_);
    ASSERT_FALSE(stored.has_value()) << line;
    EXPECT_EQ(stored.error().code, ErrorCode::Schema);
    EXPECT_NE(stored.error().detail.find("calls.jsonl:4: "), std::string::npos) << stored.error().detail;
  }
}

TEST_F(CallFile, ASinkKeepsTheCasesThatAreWantedEachByItself) {
  auto calls = record();
  CallSink sink(folder_, calls, KeptCases::Failed);
  catalogue::Testcase testcase;
  engine::CaseResult result;
  for (const auto verdict : {engine::Verdict::Pass, engine::Verdict::Fail}) {
    testcase.id = std::string(name_of(verdict));
    result.verdict = verdict;
    sink.case_started(testcase);
    EXPECT_TRUE(calls.calls.empty()) << "those of the case before";
    calls.calls = record().calls;
    sink.case_finished(testcase, result, exchanges());
  }
  EXPECT_TRUE(sink.status().has_value());
  EXPECT_FALSE(fs::exists(folder_ / "evidence/pass"));
  const auto kept = read_text(folder_ / "evidence/fail" / kCallFile);
  ASSERT_TRUE(kept.has_value());
  EXPECT_NE(
      kept->find(fmt::format(R"("run":"{}","case":"fail","verdict":"fail")", folder_.filename().string())),
      std::string::npos)
      << *kept;
}

}  // namespace
}  // namespace enocheck::report
