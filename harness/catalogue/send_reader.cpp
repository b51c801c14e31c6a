#include <fmt/format.h>

#include "catalogue/step_reader.h"

namespace enocheck::catalogue {
namespace {

ExpectAnswer read_answer(const Element& element) {
  ExpectAnswer answer{element.text("code"), element.text("http"),
                      element.one_of("stage", {"transform", "send"}, ""), element.text("hop"),
                      element.line()};
  if (!answer.code.empty() && !answer.http.empty()) { element.fail("code and http exclude each other"); }
  for (const auto& value : element.children("value")) {
    answer.values.push_back(read_expected_value(value));
    if (answer.values.back().path.empty()) { value.fail("a value of an answer is found by path"); }
  }
  return answer;
}

ExpectPreCommand read_pre_command(const Element& element) {
  return {element.text("code"), element.text("vector"), element.hex("payload"), element.text("payload-of"),
          element.line()};
}

std::vector<std::pair<std::int64_t, bool>> read_flag_list(const Element& send) {
  std::vector<std::pair<std::int64_t, bool>> flags;
  for (const auto& word : send.words("flags")) {
    if (word != "true" && word != "false") {
      send.fail(fmt::format("flags: \"{}\" is neither true nor false", word));
    }
    flags.emplace_back(static_cast<std::int64_t>(flags.size()) + 1, word == "true");
  }
  if (!flags.empty() && flags.size() != 5) { send.fail("flags has to have five values, one a switch"); }
  return flags;
}

CalendarValues read_calendar(const Element& send) {
  CalendarValues calendar;
  for (const auto& entry : send.children("calendar-entry")) {
    calendar.entries.push_back({entry.integer("index").value_or(1),
                                entry.one_of("state", {"closed", "open"}, "") == "closed",
                                entry.required("at"), entry.words("weekdays"), entry.words("special-days"),
                                entry.text("from", "*-*-*"), entry.text("to", "*-*-*")});
  }
  for (const auto& day : send.children("special-day")) {
    calendar.special_days.emplace_back(day.integer("index").value_or(1), day.required("date"));
  }
  for (const auto& bound : send.children("bind")) {
    calendar.bindings.emplace_back(bound.integer("index").value_or(1), bound.required("to"));
  }
  return calendar;
}

FirmwareValues read_firmware(const Element& send) {
  return {send.text("image"), send.text("firmware-version"), send.words("devices"), send.hex("hash")};
}

BodyValues read_body(const Element& send) {
  BodyValues body;
  body.calendar = read_calendar(send);
  body.firmware = read_firmware(send);
  body.offset_limit = send.integer("offset-limit");
  body.log = send.text("log", "ALCSEvent");
  body.index = send.integer("index");
  body.duration = send.integer("duration");
  body.level = send.integer("level");
  body.input_from_load = send.boolean("input").value_or(false);
  body.other = send.text("other");
  body.device_log = send.one_of("device-log", {"add", "remove"}, "");
  constexpr std::int64_t kUsualJoinTime = 90;  // seconds
  body.join_time = send.integer("join-time").value_or(kUsualJoinTime);
  body.flags = read_flag_list(send);
  body.execution = send.text("execution");
  body.period_start = send.text("period-start");
  body.period_end = send.text("period-end");
  for (const auto& flag : send.children("flag")) {
    body.flags.emplace_back(flag.integer("index").value_or(1), flag.boolean("value").value_or(false));
  }
  for (const auto& label : send.children("label")) {
    body.labels.emplace_back(label.integer("index").value_or(1), label.content());
  }
  if (const auto raw = send.child("raw")) {
    body.raw_element = raw->required("element");
    body.raw_xml = raw->content();
  }
  return body;
}

std::optional<std::uint8_t> read_variant(const Element& element) {
  const auto variant = element.integer("variant");
  if (!variant) { return std::nullopt; }
  if (*variant < 0 || *variant > 255) { element.fail("variant has to fit one octet"); }
  return static_cast<std::uint8_t>(*variant);
}

HeaderDeviations read_deviations(const Element& element) {
  HeaderDeviations deviations;
  deviations.variant = read_variant(element);
  deviations.url = element.one_of("url", {"transform", "send", "non-device"}, "");
  if (const auto counter = element.integer("counter")) {
    deviations.counter = static_cast<std::uint64_t>(*counter);
  }
  deviations.counter_of = element.text("counter-of");
  deviations.counter_offset = element.integer("counter-offset").value_or(0);
  deviations.originator = element.text("originator");
  deviations.service_reference = element.text("service-reference");
  deviations.service_reference_variant = element.text("service-reference-variant");
  deviations.schema_version = element.text("schema-version");
  return deviations;
}

}  // namespace

Send read_send(const Element& element) {
  Send send;
  send.as = element.required("as");
  send.srv = element.required("srv");
  send.to = element.required("to");
  send.id = element.text("id");
  send.body_of = element.text("body-of", send.srv);
  send.stop_after_transform = element.one_of("stop-after", {"transform"}, "") == "transform";
  send.body = read_body(element);
  send.deviations = read_deviations(element);
  for (const auto& document : element.children("document")) {
    send.damages.push_back(read_document_damage(document));
  }
  if (const auto damage = element.child("signed-pre-command")) {
    send.signed_pre_command = read_signed_pre_command_damage(*damage);
  }
  for (const auto& answer : element.children("expect-answer")) {
    send.answers.push_back(read_answer(answer));
  }
  for (const auto& pre_command : element.children("expect-pre-command")) {
    send.pre_commands.push_back(read_pre_command(pre_command));
  }
  return send;
}

Submit read_submit(const Element& element) {
  Submit submit;
  submit.of = element.required("of");
  submit.as = element.text("as");
  submit.execution = element.text("execution");
  submit.deviations = read_deviations(element);
  submit.deviations.target = element.text("to");
  if (const auto document = element.child("document")) { submit.damage = read_document_damage(*document); }
  if (const auto damage = element.child("signed-pre-command")) {
    submit.signed_pre_command = read_signed_pre_command_damage(*damage);
  }
  if (const auto answer = element.child("expect-answer")) { submit.answer = read_answer(*answer); }
  return submit;
}

Replay read_replay(const Element& element) {
  Replay replay;
  replay.message = element.required("message");
  replay.at = element.one_of("at", {"device", "transform", "send"}, "");
  if (const auto answer = element.child("expect-answer")) {
    if (replay.at == "device") { element.fail("a device gives no answer in the same call"); }
    replay.answer = read_answer(*answer);
  }
  return replay;
}

Deliver read_deliver(const Element& element) {
  Deliver deliver;
  deliver.to = element.required("to");
  deliver.message = element.text("message");
  deliver.vector = element.text("vector");
  if (deliver.message.empty() == deliver.vector.empty()) {
    element.fail("either message or vector, and not both");
  }
  deliver.id = element.text("id");
  deliver.key_of = element.text("key-of");
  const auto protect = element.one_of("protect", {"none", "mac", "signature-and-mac"}, "none");
  if (protect == "mac") { deliver.protect = Protect::Mac; }
  if (protect == "signature-and-mac") { deliver.protect = Protect::SignatureAndMac; }
  deliver.mutations = read_octet_mutations(element);
  return deliver;
}

}  // namespace enocheck::catalogue
