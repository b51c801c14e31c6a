#include "xml/schema_validator.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/bytes.h"
#include "core/files.h"

namespace enocheck::xml {
namespace {

namespace fs = std::filesystem;

/// A folder of schemas that goes away with the test.
class SchemaFolder : public testing::Test {
 protected:
  SchemaFolder() {
    std::string name = (fs::temp_directory_path() / "enocheck-schema-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~SchemaFolder() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, std::string_view text) {
    EXPECT_TRUE(write_file(folder_ / name, bytes_of(text)));
    return folder_ / name;
  }
  static std::string verdict(const SchemaValidator& schema, std::string_view text) {
    const auto status = schema.validate(Document::parse(text).value());
    return status ? "valid" : status.error().detail;
  }

 private:
  fs::path folder_;
};

constexpr std::string_view kMain =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:a' xmlns:b='urn:b' "
    "elementFormDefault='qualified'><xs:import namespace='urn:b' schemaLocation='The other one.xsd'/>"
    "<xs:element name='r'><xs:complexType><xs:sequence><xs:element ref='b:n' maxOccurs='5'/></xs:sequence>"
    "</xs:complexType></xs:element></xs:schema>";
constexpr std::string_view kOther =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:b'>"
    "<xs:element name='n' type='xs:unsignedByte'/></xs:schema>";

TEST_F(SchemaFolder, FindsImportsWithSpacesInTheirNames) {
  const auto main = write("A main one.xsd", kMain);
  write("The other one.xsd", kOther);
  const auto schema = SchemaValidator::load(main);
  ASSERT_TRUE(schema) << schema.error().detail;
  EXPECT_EQ(verdict(*schema, "<r xmlns='urn:a'><n xmlns='urn:b'>255</n></r>"), "valid");
  EXPECT_EQ(verdict(*schema, "<r xmlns='urn:a'>\n<n xmlns='urn:b'>256</n></r>"),
            "line 2: Element 'n': '256' is not a valid value of the atomic type 'xs:unsignedByte'.");
  EXPECT_EQ(verdict(*schema, "<r xmlns='urn:a'><n xmlns='urn:b'>1</n></r>"), "valid") << "after a failure";
}

TEST_F(SchemaFolder, ReportsTheFirstFewFindings) {
  const auto main = write("a.xsd", kMain);
  write("The other one.xsd", kOther);
  const auto schema = SchemaValidator::load(main).value();
  const auto found = verdict(schema, "<r xmlns='urn:a' xmlns:b='urn:b'><b:n/>\n<b:n/>\n<b:n/>\n<b:n/>\n</r>");
  EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), 2) << found;
  EXPECT_NE(found.find("line 3: "), std::string::npos) << found;
  EXPECT_EQ(found.find("line 4: "), std::string::npos) << found;
}

TEST_F(SchemaFolder, NamesTheFileThatIsMissing) {
  const auto main = write("a.xsd", kMain);
  const auto schema = SchemaValidator::load(main);
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().code, ErrorCode::Io);
  EXPECT_NE(schema.error().detail.find("The other one.xsd"), std::string::npos) << schema.error().detail;
}

TEST_F(SchemaFolder, CompilesNothingHalfRight) {
  const auto unknown =
      SchemaValidator::load(write("a.xsd",
                                  "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element "
                                  "name='r' type='xs:nothing'/></xs:schema>"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::Schema);
  const auto text = SchemaValidator::load(write("b.xsd", "no XML"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::Schema);
}

TEST_F(SchemaFolder, TakesCircularImports) {
  const auto main =
      write("a.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:a'>"
            "<xs:import namespace='urn:b' schemaLocation='b.xsd'/><xs:element name='r'/></xs:schema>");
  write("b.xsd",
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:b'>"
        "<xs:import namespace='urn:a' schemaLocation='a.xsd'/><xs:element name='s'/></xs:schema>");
  const auto schema = SchemaValidator::load(main);
  ASSERT_TRUE(schema) << schema.error().detail;
  EXPECT_EQ(verdict(*schema, "<s xmlns='urn:b'/>"), "valid");
}

TEST_F(SchemaFolder, TakesSerialNumbersOfAnyLength) {
  const auto main = write("dsig.xsd",
                          "<!DOCTYPE schema [<!ENTITY d 'http://www.w3.org/2000/09/xmldsig#'>]>"
                          "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='&d;'>"
                          "<element name='X509SerialNumber' type='integer'/>"
                          "<element name='Other' type='integer'/></schema>");
  const auto schema = SchemaValidator::load(main);
  ASSERT_TRUE(schema) << schema.error().detail;
  const auto serial = [&](std::string_view text) {
    return verdict(
        *schema,
        fmt::format("<X509SerialNumber xmlns='http://www.w3.org/2000/09/xmldsig#'>{}</X509SerialNumber>",
                    text));
  };
  EXPECT_EQ(serial("167048897159233642262001557408276884033"), "valid");
  EXPECT_EQ(serial(" 0040938316298935008147424226388667426413\n"), "valid");
  EXPECT_NE(serial("1ECC6ED40F92A82835DB58174B4A666D"), "valid");
  EXPECT_NE(serial(""), "valid");
  EXPECT_NE(serial("1 2"), "valid");
  EXPECT_NE(verdict(*schema, "<Other xmlns='http://www.w3.org/2000/09/xmldsig#'>x</Other>"), "valid");
}

TEST_F(SchemaFolder, ValidatesOnSeveralThreads) {
  const auto main = write("a.xsd", kMain);
  write("The other one.xsd", kOther);
  const auto schema = SchemaValidator::load(main).value();
  std::array<unsigned, 2> wrong{};
  const auto judge = [&](unsigned& count) {
    for (unsigned i = 0; i < 500; ++i) {
      const auto text = fmt::format("<r xmlns='urn:a'><n xmlns='urn:b'>{}</n></r>", i);
      if ((verdict(schema, text) == "valid") != (i < 256)) { ++count; }
    }
  };
  std::thread first(judge, std::ref(wrong[0]));
  std::thread second(judge, std::ref(wrong[1]));
  first.join();
  second.join();
  EXPECT_EQ(wrong[0] + wrong[1], 0U);
}

}  // namespace
}  // namespace enocheck::xml
