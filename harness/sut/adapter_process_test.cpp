// AdapterProcess against small programs of its own, written in the shell: each does one thing wrong.
#include "sut/adapter_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "core/files.h"

namespace enocheck::sut {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kHello =
    R"(read l; echo '{"protocol":1,"name":"n","version":"2","operations":["correlate"]}'; )";
constexpr const char* kProbe = R"(read l; echo '{"unsupported":true}'; )";

class Adapter : public testing::Test {
 protected:
  /// `script` holds no double quote but escaped ones.
  std::unique_ptr<AdapterProcess> made(const std::string& script, Duration patience = 5s) {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    const auto file =
        fs::path(testing::TempDir()) / (std::string("enocheck_adapter_") + test->name() + ".sh");
    EXPECT_TRUE(write_file(file, bytes_of(script)).has_value());
    AdapterOptions options;
    options.command = "sh '" + file.string() + "' one 'two three'";
    options.path = "/usr/bin:/bin";
    options.kind = "pc";
    options.needed = {"correlate"};
    options.patience = patience;
    options.errors_file = errors();
    fs::remove(errors());
    return AdapterProcess::create(std::move(options), entropy_).value();
  }
  static fs::path errors() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    return fs::path(testing::TempDir()) / (std::string("enocheck_adapter_") + test->name() + ".stderr");
  }
  static void expect_error(const Error& error, ErrorCode code, const std::string& part) {
    EXPECT_EQ(error.code, code) << error.detail;
    EXPECT_NE(error.detail.find(part), std::string::npos) << error.detail;
    EXPECT_NE(error.detail.find("adapter `sh "), std::string::npos) << "names the command: " << error.detail;
  }

  SeededEntropy entropy_{1};
};

TEST_F(Adapter, AnswersWhatItIsAsked) {
  const auto adapter =
      made(std::string(kHello) + kProbe +
           R"(read l; echo "$l" >&2; echo "{\"belongs\":true,\"reason\":\"$1, $2\"}"; read l)");
  EXPECT_FALSE(adapter->offers("correlate")) << "nobody has asked it yet";
  const auto answer = adapter->call("correlate", {{"message", std::string("DF")}});
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(*member<std::string>(*answer, "reason"), "one, two three");
  EXPECT_TRUE(adapter->offers("correlate"));
  EXPECT_FALSE(adapter->offers("parse"));
  EXPECT_EQ(adapter->identity().name, "n");
  EXPECT_EQ(adapter->identity().version, "2");
}

TEST_F(Adapter, IsToldEverythingInOneLine) {
  const auto adapter = made(R"(read l; echo "$l" >&2; echo '{}')");
  ASSERT_FALSE(adapter->start().has_value());
  EXPECT_EQ(read_text(errors()).value(), "{\"kind\":\"pc\",\"op\":\"hello\",\"protocol\":1}\n")
      << "and its standard error is kept";
}

TEST_F(Adapter, KeepsEventsApartFromAnswers) {
  const auto adapter = made(std::string(kHello) + kProbe +
                            R"(read l; echo '{"event":"sent","hex":"01"}'; echo '{"done":true}';
                               echo '{"event":"sent","hex":"02"}'; read l)");
  ASSERT_TRUE(adapter->call("correlate").has_value());
  ASSERT_EQ(adapter->take_events().size(), 1U);
  ASSERT_TRUE(adapter->await_event(5s).has_value());
  const auto events = adapter->take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(*member<std::string>(events.front(), "hex"), "02");
  EXPECT_TRUE(adapter->await_event(20ms).has_value()) << "that nothing comes is no error";
  EXPECT_TRUE(adapter->take_events().empty());
}

TEST_F(Adapter, SaysWhatItDoesNotSupport) {
  const auto adapter = made(std::string(kHello) + kProbe +
                            R"(while read l; do echo '{"unsupported":true,"reason":"no licence"}'; done)");
  for (int round = 0; round < 10; ++round) {
    const auto answer = adapter->call("correlate");
    ASSERT_FALSE(answer.has_value());
    expect_error(answer.error(), ErrorCode::Unsupported, "no licence");
  }
}

TEST_F(Adapter, IsNotAskedForWhatItDoesNotHave) {
  const auto adapter = made(std::string(kHello) + kProbe + "read l; echo \"$l\" >&2; read l");
  const auto answer = adapter->call("parse");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Unsupported, "has no operation parse");
  EXPECT_EQ(read_text(errors()).value_or("not there"), "") << "it heard nothing of it";
}

TEST_F(Adapter, SaysWhatWentWrongBehindIt) {
  const auto adapter =
      made(std::string(kHello) + kProbe + R"(while read l; do echo '{"error":"the meter is off"}'; done)");
  const auto answer = adapter->call("correlate");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Io, "the meter is off");
}

TEST_F(Adapter, IsStartedAgainAfterACrash) {
  const auto adapter = made(std::string(kHello) + kProbe + R"(read l; echo "it hurts" >&2; kill -SEGV $$)");
  const auto answer = adapter->call("correlate");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Io, "killed by signal 11");
  expect_error(answer.error(), ErrorCode::Io, "it hurts");
  EXPECT_TRUE(adapter->start().has_value()) << "it greets again";
}

TEST_F(Adapter, IsNotStartedForEver) {
  const auto adapter = made(std::string(kHello) + kProbe + "read l; exit 3");
  for (int round = 0; round < 5; ++round) {
    const auto answer = adapter->call("correlate");
    ASSERT_FALSE(answer.has_value());
    expect_error(answer.error(), ErrorCode::Io, "exit code 3");
  }
  const auto answer = adapter->call("correlate");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Io, "lost 5 times in a row");
}

TEST_F(Adapter, IsWaitedForNoLongerThanItMayTake) {
  const auto adapter = made(std::string(kHello) + kProbe + "read l; sleep 60; read l", 300ms);
  const auto before = std::chrono::steady_clock::now();
  const auto answer = adapter->call("correlate");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Timeout, "within 300 ms");
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s) << "what it started has ended with it";
}

TEST_F(Adapter, IsNotWaitedForWhereItReadsNothing) {
  const auto adapter = made(std::string(kHello) + kProbe + "sleep 60", 300ms);
  const auto answer = adapter->call("correlate", {{"message", std::string(1U << 20U, 'A')}});
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Timeout, "within 300 ms");
}

TEST_F(Adapter, IsNotBelievedWhereItTalksGarbage) {
  const auto adapter = made(std::string(kHello) + kProbe + "read l; echo Traceback:; read l");
  const auto answer = adapter->call("correlate");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Io, "Traceback:");
}

TEST_F(Adapter, IsNotReadForEver) {
  const auto adapter = made(std::string(kHello) + kProbe + "read l; exec tr '\\0' x </dev/zero");
  const auto answer = adapter->call("correlate");
  ASSERT_FALSE(answer.has_value());
  expect_error(answer.error(), ErrorCode::Io, "more than 4 MiB");
}

TEST_F(Adapter, IsNotMeasuredWhereItLies) {
  const auto adapter = made(std::string(kHello) + R"(while read l; do echo '{"done":true}'; done)");
  const auto started = adapter->start();
  ASSERT_FALSE(started.has_value());
  expect_error(started.error(), ErrorCode::Io, "claims to have done \"x-");
}

TEST_F(Adapter, HasToSayThatItDoesNotKnowAnOperation) {
  const auto adapter = made(std::string(kHello) + R"(while read l; do echo '{"error":"what?"}'; done)");
  const auto started = adapter->start();
  ASSERT_FALSE(started.has_value());
  expect_error(started.error(), ErrorCode::Io, "gives an error for \"x-");
}

TEST_F(Adapter, IsNotMeasuredWhereItGreetsWrongly) {
  const std::vector<std::pair<std::string, std::string>> greetings = {
      {R"({"protocol":2,"operations":["correlate"]})", "speaks protocol 2"},
      {R"({"protocol":"1","operations":["correlate"]})", "speaks protocol unknown"},
      {R"({"protocol":1})", "which operations"},
      {R"({"protocol":1,"operations":["parse"]})", "no operation correlate"},
      {R"({"error":"no licence"})", "says: no licence"},
      {R"({"unsupported":true})", "does not serve targets of kind pc"},
      {"hello", "no JSON object"},
  };
  for (const auto& [greeting, part] : greetings) {
    const auto adapter = made("read l; echo '" + greeting + "'; read l");
    const auto started = adapter->start();
    ASSERT_FALSE(started.has_value()) << greeting;
    expect_error(started.error(), ErrorCode::Io, part);
  }
}

TEST_F(Adapter, TellsWhyItDiedAtTheStart) {
  const auto adapter = made("echo 'no such module' >&2; exit 1");
  const auto started = adapter->start();
  ASSERT_FALSE(started.has_value());
  expect_error(started.error(), ErrorCode::Io, "exit code 1");
  expect_error(started.error(), ErrorCode::Io, "no such module");
}

TEST_F(Adapter, MayTalkMuchOnStandardError) {
  const auto adapter =
      made(std::string(kHello) + kProbe +
           R"(read l; head -c 9000000 /dev/zero | tr '\0' e >&2; echo '{"belongs":true}'; read l)");
  const auto answer = adapter->call("correlate");
  ASSERT_TRUE(answer.has_value()) << answer.error().detail;
  EXPECT_EQ(fs::file_size(errors()), std::uintmax_t{4} << 20U) << "no more than that is kept";
}

TEST_F(Adapter, EndsInOrderWithItsInput) {
  const auto marker = errors().string() + ".ended";
  fs::remove(marker);
  auto adapter = made(std::string(kHello) + kProbe + "while read l; do :; done; echo > '" + marker + "'");
  ASSERT_TRUE(adapter->start().has_value());
  adapter.reset();
  EXPECT_TRUE(fs::exists(marker));
  fs::remove(marker);
}

TEST(AdapterCommand, HasToBeOne) {
  SeededEntropy entropy(1);
  for (const auto* const command : {"", "'open", "enocheck-has-no-such-adapter --x"}) {
    AdapterOptions options;
    options.command = command;
    options.path = "/usr/bin:/bin";
    const auto adapter = AdapterProcess::create(options, entropy);
    ASSERT_FALSE(adapter.has_value()) << command;
    EXPECT_EQ(adapter.error().code, ErrorCode::BadValue);
    EXPECT_NE(adapter.error().detail.find("PATH"), std::string::npos) << "says what to do";
  }
}

}  // namespace
}  // namespace enocheck::sut
