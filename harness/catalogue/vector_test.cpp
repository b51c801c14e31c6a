#include "catalogue/vector.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "catalogue/vector_check.h"
#include "core/files.h"
#include "core/hex.h"

namespace enocheck::catalogue {
namespace {

namespace fs = std::filesystem;

fs::path source_dir() {
  const char* const source = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe): one thread
  return source != nullptr ? source : ".";
}

constexpr const char* kId = "gbcs/ECS47/eno_deactivate_command";
constexpr const char* kRequest = "duis/7.6/eno_request";

/// A folder with one message, its request and the keys, to be damaged.
class Vectors : public testing::Test {
 protected:
  void SetUp() override {
    // One folder a test: ctest may run several at once.
    const auto* const info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / (std::string("enocheck_vectors_") + info->name());
    fs::remove_all(folder_);
    for (const auto* const file :
         {"gbcs/ECS47/eno_deactivate_command.vector.xml", "gbcs/ECS47/eno_deactivate_command.hex",
          "duis/7.6/eno_request.vector.xml", "duis/7.6/eno_request.xml", "pki/seed_46_test_keys.xml"}) {
      fs::create_directories((folder_ / file).parent_path());
      fs::copy_file(source_dir() / "vectors" / file, folder_ / file);
    }
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// Replaces `from`, which must be there, in a file of the folder.
  void replace(const std::string& file, std::string_view from, std::string_view to) const {
    auto text = read_text(folder_ / file).value();
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    ASSERT_TRUE(write_file(folder_ / file, bytes_of(text)).has_value());
  }
  void replace_in_descriptor(std::string_view from, std::string_view to) const {
    replace(std::string(kId) + ".vector.xml", from, to);
  }

  /// The first error of all vectors, or an empty text.
  [[nodiscard]] std::string complaint() const {
    const auto schemas = VectorSchemas::load(source_dir() / "schemas");
    if (!schemas) { return schemas.error().detail; }
    if (const auto checked = check_key_files(folder_, *schemas); !checked) { return checked.error().detail; }
    const auto set = VectorSet::load(folder_);
    if (!set) { return set.error().detail; }
    for (const auto& vector : set->vectors) {
      if (const auto checked = check_vector(vector, *set, *schemas); !checked) {
        return checked.error().detail;
      }
    }
    return {};
  }
  void expect_complaint(std::string_view part) const {
    const auto found = complaint();
    EXPECT_NE(found.find(part), std::string::npos) << "found: " << found;
  }

  fs::path folder_;
};

TEST_F(Vectors, HoldAsTheyAre) { EXPECT_EQ(complaint(), ""); }

TEST_F(Vectors, RefuseAnEmptyFolder) {
  fs::remove_all(folder_ / "gbcs");
  fs::remove_all(folder_ / "duis");
  expect_complaint("no vectors below");
}

TEST_F(Vectors, RefuseAnAttributeThatNobodyReads) {
  replace_in_descriptor("originator-counter=", "orignator-counter=\"1\" originator-counter=");
  expect_complaint("orignator-counter");
}

TEST_F(Vectors, RefuseAnElementThatNobodyReads) {
  replace_in_descriptor("<bytes ", "<remark/><bytes ");
  expect_complaint("remark");
}

TEST_F(Vectors, RefuseAnotherChecksum) {
  replace_in_descriptor("sha256=\"8", "sha256=\"9");
  expect_complaint("sha256");
}

TEST_F(Vectors, RefuseADescriptionThatIsNotTheOctets) {
  const std::pair<const char*, const char*> rows[] = {
      {"message-code=\"7E55\"", "message-code=\"0055\""},
      {"originator-counter=\"2002\"", "originator-counter=\"2003\""},
      {"data=\"120078\"", "data=\"120079\""},
      {"object=\"0-0:94.44.118.2\"", "object=\"0-0:94.44.118.1\""},
      {"form=\"command\"", "form=\"response\""}};
  for (const auto& [from, to] : rows) {
    replace_in_descriptor(from, to);
    expect_complaint(to);
    replace_in_descriptor(to, from);
  }
  EXPECT_EQ(complaint(), "");
}

TEST_F(Vectors, RefuseAlteredOctets) {
  replace(std::string(kId) + ".hex", "120078", "120079");
  expect_complaint("sha256");
}

TEST_F(Vectors, RefuseOctetsThatNoLongerVerify) {
  // Even with everything else described as it is: a valid vector has no invalid signature.
  const auto file = std::string(kId) + ".hex";
  replace(file, "120078", "120079");
  auto vector = load_vector(folder_ / (std::string(kId) + ".vector.xml"), kId).value();
  const auto set = VectorSet::load(folder_).value();
  vector.origin.name = "SYN";  // taken over, not made again
  const auto remade = remake_vector(vector, set).value();
  ASSERT_TRUE(write_file(vector.descriptor, bytes_of(remade.descriptor)).has_value());
  expect_complaint("signature is invalid");
}

TEST_F(Vectors, RefuseAFaultThatIsNotThere) {
  replace_in_descriptor("validity=\"valid\"", "validity=\"invalid\" fault=\"mac\"");
  expect_complaint("does not fit the vector's fault");
}

TEST_F(Vectors, RefuseAReferenceToNothing) {
  replace_in_descriptor("ref=\"duis/7.6/eno_request\"", "ref=\"duis/7.6/other\"");
  expect_complaint("no request duis/7.6/other");
}

TEST_F(Vectors, RefuseKeysThatAreNotThere) {
  replace_in_descriptor("ref=\"seed_46\"", "ref=\"seed_47\"");
  expect_complaint("no key set seed_47");
}

TEST_F(Vectors, RefuseADocumentThatIsNotAsDescribed) {
  replace(std::string(kRequest) + ".vector.xml", "/Duration\" is=\"120\"", "/Duration\" is=\"121\"");
  expect_complaint("/Duration\" is=\"121\"");
}

TEST_F(Vectors, RefuseAnAlteredDocument) {
  replace(std::string(kRequest) + ".xml", "<sr:Duration>120", "<sr:Duration>121");
  expect_complaint("sha256");
}

TEST_F(Vectors, RefuseADocumentThatItsSchemaDoesNotAllow) {
  replace(std::string(kRequest) + ".xml", "index=\"2\"", "index=\"6\"");
  expect_complaint("index");
}

TEST_F(Vectors, RefuseKeysThatDoNotBelongTogether) {
  fs::copy_file(source_dir() / "vectors/pki/published_test_keys.xml",
                folder_ / "pki/published_test_keys.xml");
  replace("pki/published_test_keys.xml", "scalar=\"A2", "scalar=\"A3");
  expect_complaint("scalar does not belong");
}

TEST_F(Vectors, RefuseAKeyFileThatItsSchemaDoesNotAllow) {
  replace("pki/seed_46_test_keys.xml", "role=\"supplier\"", "role=\"loadController\"");
  expect_complaint("loadController");
}

TEST_F(Vectors, AreMadeAgainFromTheirDescriptions) {
  const auto set = VectorSet::load(folder_).value();
  const auto* const vector = set.find(kId);
  ASSERT_NE(vector, nullptr);
  const auto before = read_text(vector->bytes_path()).value();
  replace(std::string(kId) + ".hex", "120078", "120079");
  EXPECT_EQ(text_of(remake_vector(*vector, set)->content), before);
}

TEST_F(Vectors, FollowTheirDescriptions) {
  replace_in_descriptor("data=\"120078\"", "data=\"12003C\"");
  const auto set = VectorSet::load(folder_).value();
  const auto remade = remake_vector(*set.find(kId), set).value();
  const auto octets = decode_hex(text_of(remade.content)).value();
  const auto described = describe(octets, set.keys_of(*set.find(kId)).value()).value();
  EXPECT_EQ(described.items.at(0).data, "12003C");
  EXPECT_EQ(described.signature, "valid");
  EXPECT_EQ(described.mac, "valid");
}

TEST_F(Vectors, TellWhichKeysAreMissing) {
  const auto set = VectorSet::load(folder_).value();
  auto vector = *set.find(kId);
  std::get<MessageDescription>(vector.decoded).header.originator = Eui64(1);
  EXPECT_EQ(remake_vector(vector, set).error().code, ErrorCode::MissingKey);
}

// The scalars behind these are published and their signatures are RFC 6979: another program's octets.
TEST(SyntheticVectors, AreReproducedFromThePublishedKeys) {
  const auto set = VectorSet::load(source_dir() / "vectors").value();
  std::size_t reproduced = 0;
  for (const auto& vector : set.vectors) {
    if (vector.origin.name != "SYN" || !(vector.fault.empty() || vector.fault == "role")) { continue; }
    const auto made =
        make_message(std::get<MessageDescription>(vector.decoded), *set.keys_of(vector).value());
    ASSERT_TRUE(made.has_value()) << vector.id << ": " << made.error().detail;
    EXPECT_EQ(encode_hex(*made), encode_hex(bytes_of_vector(vector).value())) << vector.id;
    ++reproduced;
  }
  EXPECT_EQ(reproduced, 8U);
}

}  // namespace
}  // namespace enocheck::catalogue
