#include "sim/home/key_establishment.h"

#include "core/byte_reader.h"
#include "core/byte_writer.h"

namespace enocheck::sim {
namespace {

constexpr std::uint8_t kClientToServer = 0x01;
constexpr std::uint8_t kServerToClient = 0x09;
constexpr std::uint8_t kInitiate = 0x00;   // request and response share the number, the direction tells them
constexpr std::uint16_t kSuite1 = 0x0100;  // little endian
constexpr std::uint8_t kSecondsToGenerate = 8;
// An implicit certificate: public reconstruction key, subject, issuer and attributes.
constexpr std::size_t kBeforeSubject = 22;
constexpr std::size_t kAfterSubject = 18;

Bytes encode_frame(std::uint8_t control, std::uint8_t sequence, const Eui64& subject) {
  Bytes frame;
  ByteWriter out(frame);
  out.u8(control).u8(sequence).u8(kInitiate).u16(kSuite1).u8(kSecondsToGenerate).u8(kSecondsToGenerate);
  out.bytes(Bytes(kBeforeSubject, 0)).bytes(subject.octets()).bytes(Bytes(kAfterSubject, 0));
  return frame;
}

Result<Eui64> decode_frame(std::uint8_t control, ByteView octets) {
  ByteReader in(octets);
  in.expect_u8(control, "frame control");
  static_cast<void>(in.u8());
  in.expect_u8(kInitiate, "command");
  static_cast<void>(in.bytes(2 + 1 + 1 + kBeforeSubject));
  const auto subject = Eui64::from_octets(in.bytes(8));
  static_cast<void>(in.bytes(kAfterSubject));
  in.expect_end();
  return in.finish(subject.value_or(Eui64{}));
}

}  // namespace

Bytes encode(const KeyEstablishmentRequest& request, std::uint8_t sequence) {
  return encode_frame(kClientToServer, sequence, request.initiator);
}

Bytes encode(const KeyEstablishmentAnswer& answer, std::uint8_t sequence) {
  return encode_frame(kServerToClient, sequence, answer.responder);
}

Result<KeyEstablishmentRequest> decode_key_establishment_request(ByteView octets) {
  return decode_frame(kClientToServer, octets).map([](const Eui64& subject) {
    return KeyEstablishmentRequest{subject};
  });
}

Result<KeyEstablishmentAnswer> decode_key_establishment_answer(ByteView octets) {
  return decode_frame(kServerToClient, octets).map([](const Eui64& subject) {
    return KeyEstablishmentAnswer{subject};
  });
}

}  // namespace enocheck::sim
