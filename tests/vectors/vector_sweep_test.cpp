// One test a vector, named by its id: its descriptor, its octets and, where it names a request, Transform and
// Parse and Correlate on both.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

#include "catalogue/vector_check.h"
#include "core/files.h"
#include "core/hex.h"
#include "duis/service_request.h"
#include "gbcs/message.h"
#include "transform/correlate.h"
#include "transform/mmc_output.h"
#include "transform/to_pre_command.h"
#include "xml/document.h"

namespace enocheck {
namespace {

namespace fs = std::filesystem;
using catalogue::MessageDescription;
using catalogue::Vector;
using catalogue::VectorSet;

/// Shared by the tests of a run.
struct Vectors {
  VectorSet set;
  catalogue::VectorSchemas schemas;
};

std::string text(const Result<std::vector<transform::Mismatch>>& mismatches) {
  if (!mismatches) { return mismatches.error().detail; }
  std::string all;
  for (const auto& mismatch : *mismatches) {
    all += mismatch.field + ": expected " + mismatch.expected + ", found " + mismatch.found + "\n";
  }
  return all;
}

class VectorTest : public testing::Test {
 public:
  VectorTest(std::shared_ptr<const Vectors> vectors, const Vector& vector)
      : vectors_(std::move(vectors)), vector_(vector) {}

  void TestBody() override {
    const auto checked = catalogue::check_vector(vector_, vectors_->set, vectors_->schemas);
    ASSERT_TRUE(checked.has_value()) << checked.error().detail;
    expect_remade();
    if (const auto* const message = std::get_if<MessageDescription>(&vector_.decoded)) {
      if (!vector_.request.empty()) { expect_fit_for_request(*message); }
      if (message->form == "alert") { expect_parsed_alert(); }
    }
  }

 private:
  /// What the generator makes is what is there, octet for octet.
  void expect_remade() const {
    const auto remade = catalogue::remake_vector(vector_, vectors_->set);
    ASSERT_TRUE(remade.has_value()) << remade.error().detail;
    EXPECT_EQ(remade->made, vector_.origin.name == "enocheck");
    EXPECT_EQ(text_of(remade->content), text_of(read_file(vector_.bytes_path()).value()));
    EXPECT_EQ(remade->descriptor, read_text(vector_.descriptor).value());
  }

  void expect_fit_for_request(const MessageDescription& message) const {
    const auto* const asked = vectors_->set.find(vector_.request);
    ASSERT_NE(asked, nullptr);
    const auto request = duis::parse_request(text_of(catalogue::bytes_of_vector(*asked).value()));
    ASSERT_TRUE(request.has_value()) << request.error().detail;
    const auto octets = catalogue::bytes_of_vector(vector_).value();
    if (message.form == "response") {
      expect_answer(*request, message, octets);
    } else {
      expect_command(*request, message, octets);
    }
  }

  transform::CorrelationOptions accepting(const MessageDescription& message) const {
    transform::CorrelationOptions options;
    options.further_codes.push_back(message.header.code);
    if (const auto keys = vectors_->set.keys_of(vector_).value(); keys != nullptr) {
      options.broker = keys->broker();
    }
    return options;
  }

  /// Transform gives these octets; correlation, which knows nothing of Transform, finds them right.
  void expect_command(const duis::ServiceRequest& request, const MessageDescription& message,
                      const Bytes& octets) const {
    const auto& header = message.header;
    const auto& id = request.header.request_id;
    auto addressing = header.supplementary
                          ? transform::unknown_remote_party(id, header.originator, header.counter)
                          : transform::known_remote_party(id);
    // Joins and the device log tell device types, which no request has: our vectors join ESME and HCALCS.
    addressing.target_type = vector_.id.starts_with("gbcs/CS03A2/") ? "HCALCS" : "ESME";
    addressing.other_type = addressing.target_type == "ESME" ? "HCALCS" : "ESME";
    transform::TransformOptions options;
    options.code = header.code;
    const auto made = transform::to_unsigned_command(request, addressing, options);
    ASSERT_TRUE(made.has_value()) << made.error().detail;
    const auto whole = gbcs::decode_message(octets).value();
    EXPECT_EQ(encode_hex(*made), encode_hex(gbcs::encode_unsigned(whole.header, whole.payload)));
    const auto mismatches = transform::correlate_pre_command(request, octets, accepting(message));
    if (vector_.fault == "unsigned") {
      EXPECT_NE(text(mismatches), "");
    } else {
      EXPECT_EQ(text(mismatches), "");
    }
  }

  void expect_answer(const duis::ServiceRequest& request, const MessageDescription& message,
                     const Bytes& octets) const {
    EXPECT_EQ(text(transform::correlate_response(request, octets, accepting(message))), "");
    const auto output = transform::mmc_output(&request, octets);
    ASSERT_TRUE(output.has_value()) << output.error().detail;
    // A payload in DER has no items; the vector's name tells its outcome.
    const bool succeeded = message.items.empty()
                               ? !vector_.id.ends_with("_error_response")
                               : std::all_of(message.items.begin(), message.items.end(),
                                             [](const auto& item) { return item.code == 0; });
    EXPECT_EQ(transform::all_items_succeeded(octets).value(), succeeded);
    EXPECT_NE(output->find(succeeded ? "MessageSuccess=\"true\"" : "MessageSuccess=\"false\""),
              std::string::npos);
  }

  void expect_parsed_alert() const {
    const auto output = transform::mmc_output(nullptr, catalogue::bytes_of_vector(vector_).value());
    ASSERT_TRUE(output.has_value()) << output.error().detail;
    EXPECT_NE(output->find("<ra:DeviceAlertMessage"), std::string::npos);
  }

  std::shared_ptr<const Vectors> vectors_;
  const Vector& vector_;  // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): vectors_ keeps it
};

/// Registers a test a vector. Errors: no vectors, or one that cannot be read: a message, not a crash.
Result<std::size_t> register_vectors(const fs::path& source_dir) {
  auto set = VectorSet::load(source_dir / "vectors");
  if (!set) { return tl::unexpected(set.error()); }
  auto schemas = catalogue::VectorSchemas::load(source_dir / "schemas");
  if (!schemas) { return tl::unexpected(schemas.error()); }
  const auto vectors = std::make_shared<const Vectors>(Vectors{std::move(*set), std::move(*schemas)});
  for (const auto& vector : vectors->set.vectors) {
    const auto file = vector.descriptor.string();
    testing::RegisterTest("vectors", vector.id.c_str(), nullptr, nullptr, file.c_str(), 1,
                          [vectors, &vector]() -> VectorTest* { return new VectorTest(vectors, vector); });
  }
  return vectors->set.vectors.size();
}

}  // namespace
}  // namespace enocheck

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const enocheck::xml::Libraries libraries;
  const char* const source_dir = std::getenv("ENOCHECK_SOURCE_DIR");  // NOLINT(concurrency-mt-unsafe)
  const auto registered = enocheck::register_vectors(source_dir != nullptr ? source_dir : ".");
  if (!registered) {
    std::fprintf(stderr, "vector_sweep_test: %s\n", registered.error().detail.c_str());
    return 1;
  }
  return RUN_ALL_TESTS();
}
