#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/test_vectors.h"
#include "transform/to_pre_command.h"

// Requests as the RTDS templates have them, against the messages of RTDS 4.5.0 where those are at hand.
namespace enocheck::transform {
namespace {

namespace fs = std::filesystem;

constexpr Eui64 kSupplier{0x90B3D51F30010000};
constexpr Eui64 kEsme{0x00DB1234567890A0};

fs::path rtds() {
  const char* const given =
      std::getenv("ENOCHECK_REFERENCE_DIR");                      // NOLINT(concurrency-mt-unsafe): one thread
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe)
  const fs::path beside = fs::path(source != nullptr ? source : ".") / "../shared/reference";
  return (given != nullptr ? fs::path(given) : beside) / "rtds";
}

Bytes message(const std::string& file) {
  return decode_hex(read_text(rtds() / (file + "_GBCS.HEX")).value()).value();
}

duis::ServiceRequest request(const std::string& variant, std::uint64_t counter, duis::RequestBody body) {
  duis::ServiceRequest made;
  made.header.request_id = {kSupplier, kEsme, OriginatorCounter{counter}};
  made.header.command_variant = is_critical(variant) ? 4 : 1;
  made.header.service_reference = variant.substr(0, variant.find('.', variant.find('.') + 1));
  made.header.service_reference_variant = variant;
  made.body = std::move(body);
  return made;
}

Instant at(std::string_view text) { return parse_iso8601(text).value(); }

duis::UpdateDeviceConfigurationALCScheduler calendar() {
  const duis::CalendarDate any;
  const duis::CalendarDate midsummer{std::nullopt, 6, std::int8_t{21}, std::nullopt};
  const duis::CalendarDate autumn{std::nullopt, 9, std::int8_t{21}, std::nullopt};
  const std::array<bool, 7> every{true, true, true, true, true, true, true};
  const std::array<bool, 7> working{true, true, true, true, true, false, false};
  const std::array<bool, 7> weekend{false, false, false, false, false, true, true};
  const auto hour = [](int n) { return std::chrono::hours(n); };
  duis::UpdateDeviceConfigurationALCScheduler body;
  body.schedule = {{1, true, {}, every, hour(6), any, any},
                   {1, false, {}, every, hour(10), any, any},
                   {2, true, {}, working, hour(17), midsummer, autumn},
                   {2, false, {}, working, hour(21), midsummer, autumn},
                   {2, true, {1, 2, 3, 4}, weekend, hour(13), midsummer, autumn},
                   {2, false, {1, 2, 3, 4}, weekend, hour(21), midsummer, autumn}};
  body.special_days = {{1, {std::nullopt, 12, std::int8_t{25}, std::nullopt}},
                       {2, {std::nullopt, 12, std::int8_t{26}, std::nullopt}},
                       {3, {2015, 4, std::int8_t{3}, std::nullopt}},
                       {4, {2015, 8, std::int8_t{31}, std::nullopt}}};
  body.switches = {{2, Eui64{0x00DB123456789097}}, {1, std::nullopt}};
  return body;
}

struct Row {
  std::string file;
  duis::ServiceRequest request;
  std::string response{};  ///< one that belongs to it
};

std::vector<Row> rows() {
  const auto hash = decode_hex("AA758690730934FF0685AA758690730934FF0685657788990011223344556677").value();
  auto dated = calendar();
  dated.execution = at("2030-01-15T09:00:00Z");
  for (std::uint8_t n = 3; n <= 5; ++n) { dated.switches.push_back({n, std::nullopt}); }
  auto cancelled = dated;
  cancelled.execution = at("3000-12-31T00:00:00Z");
  const auto in_future = at("2030-01-15T09:00:00Z");
  const std::string calendars = "6.14.2_ECS46c/ECS46c_6.14.2_";
  const std::string firmware = "11.3_CS06/CS06_11.3_";
  return {
      {calendars + "IMMEDIATE_SOME_OPTIONALS_SUCCESS_PRECOMMAND", request("6.14.2", 1006, calendar()),
       calendars + "IMMEDIATE_SOME_OPTIONALS_SUCCESS_RESPONSE"},
      {calendars + "FUTURE_DATED_ALL_OPTIONALS_SUCCESS_PRECOMMAND", request("6.14.2", 1007, dated),
       calendars + "FUTURE_DATED_ALL_OPTIONALS_SUCCESS_RESPONSE"},
      {calendars + "CANCELLATION_ALL_OPTIONALS_SUCCESS_PRECOMMAND", request("6.14.2", 1008, cancelled),
       calendars + "CANCELLATION_ALL_OPTIONALS_SUCCESS_RESPONSE"},
      {"7.12_ECS38/ECS38_7.12_SUCCESS_PRECOMMAND", request("7.12", 1001, duis::SetRandomisedOffsetLimit{900}),
       "7.12_ECS38/ECS38_7.12_SUCCESS_RESPONSE"},
      {"11.2_ECS52/ECS52_11.2_SUCCESS_COMMAND", request("11.2", 1000, duis::ReadFirmwareVersion{}),
       "11.2_ECS52/ECS52_11.2_SUCCESS_RESPONSE"},
      {firmware + "IMMEDIATE_SUCCESS_PRECOMMAND", request("11.3", 1000, duis::ActivateFirmware{{}, hash}),
       firmware + "IMMEDIATE_SUCCESS_RESPONSE"},
      {firmware + "FUTURE_DATED_SUCCESS_PRECOMMAND",
       request("11.3", 1001, duis::ActivateFirmware{in_future, hash}),
       firmware + "FUTURE_DATED_SUCCESS_RESPONSE"},
      {firmware + "CANCELLATION_SUCCESS_PRECOMMAND",
       request("11.3", 1002, duis::ActivateFirmware{cancelled.execution, hash}),
       firmware + "CANCELLATION_SUCCESS_RESPONSE"},
  };
}

std::string first_of(const Result<std::vector<Mismatch>>& mismatches) {
  if (!mismatches) { return mismatches.error().detail; }
  if (mismatches->empty()) { return ""; }
  const auto& mismatch = mismatches->front();
  return mismatch.field + ": expected " + mismatch.expected + ", found " + mismatch.found;
}

TEST(Reference, TransformMakesTheMessagesOfRtds) {
  if (!fs::exists(rtds())) { GTEST_SKIP() << "no RTDS messages at " << rtds(); }
  for (const auto& row : rows()) {
    const auto made = to_unsigned_command(row.request, known_remote_party(row.request.header.request_id));
    ASSERT_TRUE(made) << row.file << ": " << made.error().detail;
    const auto octets = message(row.file);  // the decoded message is a view of them
    const auto expected = gbcs::decode_message(octets).value();
    EXPECT_EQ(encode_hex(*made), encode_hex(gbcs::encode_unsigned(expected.header, expected.payload)))
        << row.file;
  }
}

TEST(Reference, WhatTransformMakesAndWhatRtdsAnswersCorrelates) {
  if (!fs::exists(rtds())) { GTEST_SKIP() << "no RTDS messages at " << rtds(); }
  for (const auto& row : rows()) {
    EXPECT_EQ(first_of(correlate_pre_command(row.request, message(row.file))), "") << row.file;
    EXPECT_EQ(first_of(correlate_response(row.request, message(row.response))), "") << row.response;
  }
}

}  // namespace
}  // namespace enocheck::transform
