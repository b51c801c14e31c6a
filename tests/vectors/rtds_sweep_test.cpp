// One test a message of the Reference Test Data Set 4.5.0, named by its file. The folder is not part of the
// project: without it there is one test, skipped with the reason.

#include <algorithm>
#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "core/files.h"
#include "core/hex.h"
#include "crypto/key_store.h"
#include "gbcs/description.h"
#include "gbcs/dlms.h"
#include "gbcs/encryption.h"
#include "gbcs/message.h"
#include "gbcs/payload.h"
#include "gbcs/payload_asn1.h"
#include "gbcs/payload_gbz.h"
#include "gbcs/verification.h"
#include "reference_folder.h"

namespace enocheck::gbcs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = "_GBCS.HEX";

/// All messages by test name, and the keys; shared by the tests of a run.
struct Corpus {
  std::map<std::string, Bytes> messages;
  crypto::KeyStore keys;
  std::optional<Verifier> verifier;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.rfind(from);
  return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

class RtdsTest : public testing::Test {
 public:
  RtdsTest(std::shared_ptr<const Corpus> corpus, std::string name)
      : corpus_(std::move(corpus)), name_(std::move(name)) {}

  void TestBody() override {
    const auto& octets = corpus_->messages.at(name_);
    const auto message = decode_message(octets);
    ASSERT_TRUE(message.has_value()) << message.error().detail << " at " << message.error().offset;
    EXPECT_FALSE(message->has_long_lengths);
    EXPECT_EQ(encode_message(*message), octets);
    expect_form(message->form());
    expect_valid_protection(*message);
    expect_payload(*message);
    expect_description(*message);
    if (message->form() == Form::Response) { expect_answer_to_its_command(*message); }
    if (message->form() == Form::PreCommand) { expect_content_of_its_command(*message); }
  }

 private:
  /// What RTDS calls a message is the last word of its name, or stands before a description of an alert.
  void expect_form(Form form) const {
    const auto expected = name_.find("PRECOMMAND") != std::string::npos ? Form::PreCommand
                          : name_.find("COMMAND") != std::string::npos  ? Form::Command
                          : name_.find("RESPONSE") != std::string::npos ? Form::Response
                                                                        : Form::Alert;
    EXPECT_EQ(name_of(form), std::string(name_of(expected)));
  }

  void expect_valid_protection(const Message& message) const {
    const auto found = corpus_->verifier->verify(message);
    const bool is_signed = message.signature_form == SignatureForm::Present;
    EXPECT_EQ(found.signature == SignatureStatus::Valid, is_signed) << name_of(found.signature);
    EXPECT_EQ(found.mac == MacStatus::Valid, message.has_mac) << name_of(found.mac);
    if (message.form() != Form::PreCommand) { EXPECT_TRUE(is_signed || message.has_mac); }
  }

  void expect_payload(const Message& message) const {
    const auto payload = message.payload;
    const auto invoke_id = invoke_id_of(message.header.counter.value());
    switch (kind_of(payload)) {
      case PayloadKind::DlmsAccessRequest: {
        const auto request = decode_access_request(payload);
        ASSERT_TRUE(request.has_value()) << request.error().detail;
        EXPECT_EQ(request->invoke_id, invoke_id);
        EXPECT_EQ(encode_access_request(*request), copy_of(payload));
        return;
      }
      case PayloadKind::DlmsAccessResponse: {
        const auto response = decode_access_response(payload);
        ASSERT_TRUE(response.has_value()) << response.error().detail;
        EXPECT_EQ(response->invoke_id, invoke_id);
        EXPECT_EQ(encode_access_response(*response), copy_of(payload));
        return;
      }
      case PayloadKind::DlmsOther: {
        const auto alert = decode_data_notification(payload);
        ASSERT_TRUE(alert.has_value()) << alert.error().detail;
        EXPECT_EQ(alert->invoke_id, invoke_id);
        return;
      }
      case PayloadKind::Gbz: return expect_gbz(message);
      case PayloadKind::Asn1: EXPECT_TRUE(decode_der(payload).has_value()); return;
      case PayloadKind::Empty: FAIL() << "no payload";
    }
  }

  void expect_gbz(const Message& message) const {
    if (message.form() == Form::Alert) {
      const auto alert = decode_gbz_alert(message.payload);
      ASSERT_TRUE(alert.has_value()) << alert.error().detail;
      EXPECT_GE(alert->alert_code, 0x8000);
      return;
    }
    const auto components = decode_gbz(message.payload);
    ASSERT_TRUE(components.has_value()) << components.error().detail;
    for (const auto& component : *components) {
      EXPECT_NE(zcl_cluster_name(component.cluster), nullptr) << component.cluster;
      EXPECT_EQ(component.is_encrypted(), looks_encrypted(component.body));
    }
  }

  /// Every item is understood, and what is encrypted can be read with the keys of the folder.
  void expect_description(const Message& message) const {
    const auto described = describe_payload(message, {.request = nullptr, .keys = &corpus_->keys});
    EXPECT_FALSE(described.error.has_value());
    EXPECT_FALSE(described.items.empty());
    for (const auto& item : described.items) { expect_clear(item); }
  }

  void expect_clear(const DescribedItem& item) const {
    EXPECT_FALSE(item.value.starts_with("encrypted")) << item.value << " at " << item.offset;
    for (const auto& part : item.parts) { expect_clear(part); }
  }

  /// The decoded partner of this message; null where RTDS has none.
  const Bytes* partner(std::string_view own, std::string_view other) const {
    const auto found = corpus_->messages.find(replaced(name_, own, other));
    return found == corpus_->messages.end() ? nullptr : &found->second;
  }

  void expect_answer_to_its_command(const Message& response) const {
    const auto* const octets = partner("RESPONSE", "COMMAND");
    if (octets == nullptr) { return; }
    const auto command = decode_message(*octets).value();
    EXPECT_EQ(response.header.counter, command.header.counter);
    EXPECT_EQ(response.header.originator, command.header.target);
    EXPECT_EQ(response.header.target, command.header.originator);
    EXPECT_EQ(response.header.code, command.header.code);
    ASSERT_EQ(response.header.supplementary.has_value(), command.header.supplementary.has_value());
    if (!response.header.supplementary) { return; }
    EXPECT_EQ(response.header.supplementary->remote_party, command.header.supplementary->remote_party);
    EXPECT_EQ(response.header.supplementary->remote_party_counter,
              command.header.supplementary->remote_party_counter);
  }

  void expect_content_of_its_command(const Message& pre_command) const {
    const auto* const octets = partner("PRECOMMAND", "COMMAND");
    ASSERT_NE(octets, nullptr);
    const auto command = decode_message(*octets).value();
    EXPECT_EQ(copy_of(command.signed_octets()), copy_of(pre_command.signed_octets()));
  }

  std::shared_ptr<const Corpus> corpus_;
  std::string name_;
};

class AbsentTest : public testing::Test {
 public:
  void TestBody() override {
    GTEST_SKIP()
        << "no reference folder: set ENOCHECK_REFERENCE_DIR to the folder that holds rtds/ and keystore/";
  }
};

Result<std::shared_ptr<const Corpus>> load_corpus(const fs::path& folder) {
  auto corpus = std::make_shared<Corpus>();
  auto keys = crypto::KeyStore::load(folder / "keystore");
  if (!keys) { return tl::unexpected(keys.error()); }
  corpus->keys = *std::move(keys);
  corpus->verifier.emplace(corpus->keys);
  const auto files = files_below(folder / "rtds", kEnding);
  if (!files) { return tl::unexpected(files.error()); }
  for (const auto& file : *files) {
    const auto text = read_text(file);
    if (!text) { return tl::unexpected(text.error()); }
    auto octets = decode_hex(*text);
    if (!octets) { return failure(octets.error(), file.string()); }
    auto name = fs::relative(file, folder / "rtds").string();
    name.resize(name.size() - kEnding.size());
    std::replace(name.begin(), name.end(), '-', '_');
    corpus->messages.emplace(std::move(name), *std::move(octets));
  }
  if (corpus->messages.empty()) {
    return failure(ErrorCode::Io, (folder / "rtds").string() + ": no messages found: refusing to pass");
  }
  return std::shared_ptr<const Corpus>(std::move(corpus));
}

Status register_tests() {
  const auto folder = reference_folder();
  if (!folder) {
    testing::RegisterTest("rtds", "reference_folder", nullptr, nullptr, __FILE__, __LINE__,
                          []() -> testing::Test* { return new AbsentTest; });
    return {};
  }
  const auto corpus = load_corpus(*folder);
  if (!corpus) { return tl::unexpected(corpus.error()); }
  for (const auto& [name, octets] : (*corpus)->messages) {
    testing::RegisterTest(
        "rtds", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
        [corpus = *corpus, name = name]() -> testing::Test* { return new RtdsTest(corpus, name); });
  }
  return {};
}

}  // namespace
}  // namespace enocheck::gbcs

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const auto registered = enocheck::gbcs::register_tests(); !registered) {
    fmt::print(stderr, "rtds_sweep_test: {}\n", registered.error().detail);
    return 2;
  }
  return RUN_ALL_TESTS();
}
