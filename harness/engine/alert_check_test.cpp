#include "core/byte_writer.h"
#include "engine/test_bench.h"
#include "gbcs/cosem_time.h"
#include "gbcs/dlms.h"

namespace enocheck::engine {
namespace {

using std::chrono::seconds;

/// An alert 8F85 of the meter for the ENO; `Bytes(64)` stands for a signature, which no key is here to check.
Bytes alert(std::uint64_t counter, Instant at, std::uint16_t code = 0x8F85,
            const Bytes& signature = Bytes(64, 1)) {
  Bytes payload;
  ByteWriter out(payload);
  out.u8(0x0F).u32(gbcs::invoke_id_of(counter)).u8(0);
  gbcs::put_structure(out, 2);
  gbcs::put_long_unsigned(out, code);
  gbcs::put_octet_string(out, gbcs::to_cosem(at));
  auto octets = gbcs::encode_unsigned(
      test_messages::header(gbcs::CraFlag::Alert, Bench::kEsme, Bench::kEno, counter), payload);
  gbcs::append_signature(octets, signature);
  return octets;
}

class AlertCheck : public testing::Test {
 protected:
  /// The meter sends an alert, and the ENO is handed it as 8F85.
  void tell(const Bytes& octets) {
    bench.sut.seen.push_back({bench.sut.time, "device-to-hub", Bench::kEsme, octets});
    duis::ServiceResponse document;
    document.response_id = duis::RequestId{Bench::kEsme, Bench::kEno, OriginatorCounter{7}};
    document.response_code = "I0";
    document.response_date_time = bench.sut.time;
    document.body = duis::DeviceAlertMessage{"8F85", octets};
    bench.sut.arrivals.emplace_back(bench.sut.time, bench.signed_by_dsp(document));
  }
  CaseResult expect_alerts(int count) {
    std::string steps;
    for (; count > 0; --count) { steps += R"(<expect-alert code="8F85" within="PT5S"/>)"; }
    return bench.run(steps);
  }

  Bench bench;
};

TEST_F(AlertCheck, TakesAlertsThatAreInOrder) {
  tell(alert(1, bench.sut.time));
  tell(alert(2, bench.sut.time));
  const auto result = expect_alerts(2);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.reason;
}

TEST_F(AlertCheck, RefusesACounterThatIsNotHigher) {
  tell(alert(2, bench.sut.time));
  tell(alert(1, bench.sut.time));
  const auto result = expect_alerts(2);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.got, "1");
  EXPECT_EQ(result.hop, Hop::Esme);
}

TEST_F(AlertCheck, RefusesAnotherCodeInside) {
  tell(alert(1, bench.sut.time, 0x8F30));
  EXPECT_EQ(expect_alerts(1).got, "8F30");
}

TEST_F(AlertCheck, RefusesAnotherTime) {
  tell(alert(1, bench.sut.time - seconds(11)));
  EXPECT_EQ(expect_alerts(1).verdict, Verdict::Fail);
}

TEST_F(AlertCheck, RefusesOneThatIsNotSigned) {
  tell(alert(1, bench.sut.time, 0x8F85, {}));
  const auto result = expect_alerts(1);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_EQ(result.expected, "the device's signature");
}

TEST_F(AlertCheck, RefusesAnInvokeIdThatIsNotTheCounters) {
  auto octets = alert(1, bench.sut.time);
  const auto invoke_id = gbcs::invoke_id_of(1);
  const Bytes wanted = {0x0F, static_cast<std::uint8_t>(invoke_id >> 24U),
                        static_cast<std::uint8_t>(invoke_id >> 16U),
                        static_cast<std::uint8_t>(invoke_id >> 8U), static_cast<std::uint8_t>(invoke_id)};
  const auto found = std::search(octets.begin(), octets.end(), wanted.begin(), wanted.end());
  ASSERT_NE(found, octets.end());
  found[4] ^= 1U;
  tell(octets);
  EXPECT_EQ(expect_alerts(1).verdict, Verdict::Fail);
}

}  // namespace
}  // namespace enocheck::engine
