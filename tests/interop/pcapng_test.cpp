// evidence.pcapng of the whole suite, read by Wireshark's own dissectors (tshark, run as a program): what it
// finds in each message against what the evidence beside it says.

#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "core/hex.h"
#include "gbcs/message.h"
#include "support/run_program.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;

/// A packet as tshark sees it.
struct Seen {
  std::string link;
  std::string testcase;
  std::string evidence;  ///< the name of its file
  std::string protocols;
  std::string code;  ///< "0x0055"; empty if it is no message or the dissector found none
  bool is_malformed = false;
  bool is_carried = false;  ///< in a DUIS document
  [[nodiscard]] bool is_message() const { return protocols.find("gbcs_message") != std::string::npos; }
};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) { parts.push_back(part); }
  return parts;
}

/// Messages that enocheck reads and the dissector does not: their case has damaged the payload, whose end is
/// missing, and the message around it is whole. Any other kind of message it must read.
const std::set<std::string> kPayloadCut = {
    "joining/misfit_join_payload/cut",
    "joining/misfit_join_payload/unjoin_cut",
    "joining/signed_pre_command_joins_nobody/join_cut",
    "joining/signed_pre_command_joins_nobody/join_nothing",
    "joining/signed_pre_command_joins_nobody/unjoin_cut",
    "security/signed_pre_command_of_no_service/no_request",
};

class Pcapng : public testing::Test {
 protected:
  void SetUp() override {
    if (place_.run("tshark", {"--version"}).exit_code != 0) {
      GTEST_SKIP() << "no tshark: apt-get install tshark";
    }
  }
  /// Runs the suite with these options; gives the packets of its capture.
  std::vector<Seen> packets_of_run(const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"run", "--progress", "none", "--out", place_.folder().string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto ran = place_.run(ENOCHECK_PROGRAM, arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.output << ran.errors;
    std::vector<std::string> fields = {
        "-r", (run_ / "evidence.pcapng").string(), "-T", "fields", "-E", "aggregator=|"};
    for (const auto* const field : {"frame.interface_name", "frame.comment", "frame.protocols",
                                    "gbcs_message.grouping_header.message_code", "_ws.malformed"}) {
      fields.insert(fields.end(), {"-e", field});
    }
    const auto read = place_.run("tshark", fields);
    EXPECT_EQ(read.exit_code, 0) << read.errors;
    std::vector<Seen> packets;
    for (const auto& line : split(read.output, '\n')) {
      auto columns = split(line, '\t');
      columns.resize(5);
      auto comments = split(columns[1], '|');
      comments.resize(3);
      packets.push_back({columns[0], comments[0], comments[1].substr(0, comments[1].find(' ')), columns[2],
                         columns[3], !columns[4].empty(), comments[2].starts_with("in the document")});
    }
    return packets;
  }
  /// The message code that enocheck finds in an evidence file; empty if that is no message.
  [[nodiscard]] std::string code_in_evidence(const Seen& packet) const {
    const auto text = read_text(run_ / "evidence" / packet.testcase / packet.evidence).value_or("");
    const auto octets = decode_hex(text.substr(std::min(text.find('\n'), text.size())));
    if (!octets) { return "unreadable"; }
    const auto message = gbcs::decode_message(*octets);
    return message ? fmt::format("0x{:04x}", message->header.code.value()) : "";
  }

  Workplace place_;
  fs::path run_ = place_.folder() / "latest";
};

TEST_F(Pcapng, TsharkReadsEveryMessageThatTheCasesHaveNotDamaged) {
  const auto packets = packets_of_run({"--jobs", "2"});
  ASSERT_GT(packets.size(), 20000U);
  std::set<std::string> malformed;
  std::set<std::string> codes;
  for (const auto& packet : packets) {
    if (packet.is_malformed) {
      malformed.insert(packet.testcase);
      EXPECT_TRUE(packet.is_message()) << packet.testcase << " " << packet.evidence;
    }
    if (packet.evidence.ends_with(".hex")) {
      EXPECT_EQ(packet.code, code_in_evidence(packet)) << packet.testcase << " " << packet.evidence;
    }
    codes.insert(packet.code);
  }
  EXPECT_EQ(malformed, kPayloadCut);
  EXPECT_GT(codes.size(), 30U) << "messages of many use cases were read";
}

TEST_F(Pcapng, EachHopOfACaseIsThereInOrder) {
  using Hop = std::pair<std::string, std::string>;
  std::vector<Hop> hops;
  for (const auto& packet : packets_of_run({"--filter", "control/activation_during_curtailment/*"})) {
    if (packet.testcase.ends_with("/open_calendar") && packet.is_message()) {
      hops.emplace_back(packet.link, packet.code);
    }
  }
  // The ENO's curtailment (a provisional code), then the supplier's activation: pre-command, signed
  // pre-command, the command's three links, the response's three, and the response in its DUIS document.
  std::vector<Hop> expected;
  for (const auto* const code : {"0x7e55", "0x0055"}) {
    for (const auto* const link : {"dsp-to-user", "user-to-dsp", "dsp-to-wan", "wan-to-hub", "hub-to-device",
                                   "device-to-hub", "hub-to-wan", "wan-to-dsp", "dsp-to-user"}) {
      expected.emplace_back(link, code);
    }
  }
  EXPECT_EQ(hops, expected);
}

}  // namespace
}  // namespace enocheck
