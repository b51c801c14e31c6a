#include "engine/octet_mutation.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "gbcs/message.h"

namespace enocheck::engine {
namespace {

using catalogue::MessagePart;

/// The range of a part within the message: offset and size.
Result<std::pair<std::size_t, std::size_t>> range_of(ByteView octets, MessagePart part) {
  if (part == MessagePart::Message) { return std::pair<std::size_t, std::size_t>{0, octets.size()}; }
  const auto message = gbcs::decode_message(octets);
  if (!message) { return failure(message.error(), "the part to be changed cannot be found"); }
  const auto view = part == MessagePart::Payload     ? message->payload
                    : part == MessagePart::Signature ? message->signature
                                                     : message->mac;
  if (view.empty()) { return failure(ErrorCode::BadValue, "the message has no such part"); }
  return std::pair{static_cast<std::size_t>(view.data() - octets.data()), view.size()};
}

/// The absolute offset of `octet` in `part`; `width` octets from there are within the part.
Result<std::size_t> offset_of(ByteView octets, MessagePart part, std::int64_t octet, std::size_t width) {
  const auto range = range_of(octets, part);
  if (!range) { return tl::unexpected(range.error()); }
  const auto size = static_cast<std::int64_t>(range->second);
  const auto at = octet < 0 ? size + octet : octet;
  if (at < 0 || at + static_cast<std::int64_t>(width) > size) {
    return failure(ErrorCode::BadValue,
                   fmt::format("octet {} is outside the part, which has {} octets", octet, size));
  }
  return range->first + static_cast<std::size_t>(at);
}

Result<Bytes> with_header(ByteView octets, const catalogue::SetHeader& change, const MutationNames& names) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return failure(message.error(), "the header to be changed cannot be read"); }
  auto header = message->header;
  header.counter =
      OriginatorCounter{header.counter.value() + static_cast<std::uint64_t>(change.counter_offset)};
  if (change.cra) { header.cra = static_cast<gbcs::CraFlag>(*change.cra); }
  for (const auto& [name, field] :
       {std::pair{&change.originator, &header.originator}, {&change.target, &header.target}}) {
    if (name->empty()) { continue; }
    const auto party = names.party(*name);
    if (!party) { return tl::unexpected(party.error()); }
    *field = *party;
  }
  if (!change.code.empty()) {
    const auto text = names.code(change.code);
    if (!text) { return tl::unexpected(text.error()); }
    std::uint16_t code = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), code, 16);
    if (read.ec != std::errc()) { return failure(ErrorCode::BadValue, *text + " is no message code"); }
    header.code = MessageCode{code};
  }
  auto out = gbcs::encode_unsigned(header, message->payload);
  if (message->signature_form != gbcs::SignatureForm::Absent) {
    gbcs::append_signature(out, message->signature);
  }
  return message->has_mac ? gbcs::wrap_with_mac(out, message->mac) : out;
}

/// The same header and protection around another payload.
Result<Bytes> with_payload(ByteView octets, ByteView payload) {
  const auto message = gbcs::decode_message(octets);
  if (!message) { return failure(message.error(), "the payload to be changed cannot be found"); }
  auto out = gbcs::encode_unsigned(message->header, payload);
  if (message->signature_form != gbcs::SignatureForm::Absent) {
    gbcs::append_signature(out, message->signature);
  }
  return message->has_mac ? gbcs::wrap_with_mac(out, message->mac) : out;
}

struct Apply {
  Bytes octets;
  const MutationNames* names;

  Result<Bytes> operator()(const catalogue::FlipBit& flip) {
    const auto at = offset_of(octets, flip.in, flip.octet, 1);
    if (!at) { return tl::unexpected(at.error()); }
    octets[*at] = static_cast<std::uint8_t>(octets[*at] ^ 1U << flip.bit);
    return std::move(octets);
  }
  Result<Bytes> operator()(const catalogue::SetOctets& set) {
    const auto at = offset_of(octets, set.in, set.octet, set.to.size());
    if (!at) { return tl::unexpected(at.error()); }
    std::copy(set.to.begin(), set.to.end(), octets.begin() + static_cast<std::ptrdiff_t>(*at));
    return std::move(octets);
  }
  Result<Bytes> operator()(const catalogue::TruncateOctets& truncate) {
    if (truncate.by > octets.size()) {
      return failure(ErrorCode::BadValue, "the message is shorter than that");
    }
    octets.resize(octets.size() - truncate.by);
    return std::move(octets);
  }
  Result<Bytes> operator()(const catalogue::AppendOctets& tail) {
    append(octets, tail.octets);
    return std::move(octets);
  }
  Result<Bytes> operator()(const catalogue::SetPayload& set) { return with_payload(octets, set.to); }
  Result<Bytes> operator()(const catalogue::SetHeader& change) { return with_header(octets, change, *names); }
};

}  // namespace

Result<Bytes> mutated(ByteView message, const std::vector<catalogue::OctetMutation>& mutations,
                      const MutationNames& names) {
  Result<Bytes> octets = copy_of(message);
  for (const auto& mutation : mutations) {
    octets = std::visit(Apply{*std::move(octets), &names}, mutation);
    if (!octets) { break; }
  }
  return octets;
}

}  // namespace enocheck::engine
