#include "catalogue/fingerprint.h"

#include <fmt/format.h>

#include "core/hex.h"
#include "crypto/digest.h"

namespace enocheck::catalogue {
namespace {

struct TextWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
};

}  // namespace

std::string plain_text(pugi::xml_node element, std::string_view left_out) {
  TextWriter out;
  out.text = element.name();
  for (const auto attribute : element.attributes()) {
    out.text += fmt::format("\n{}={}", attribute.name(), attribute.value());
  }
  out.text += '\n';
  for (const auto child : element.children()) {
    if (left_out.empty() || child.name() != left_out) {
      child.print(out, "", pugi::format_raw | pugi::format_no_declaration);
    }
  }
  return std::move(out.text);
}

std::string fingerprint(std::string_view text, const Columns& values) {
  constexpr std::size_t kTold = 16;
  std::string all(text);
  for (const auto& [name, value] : values) { all += fmt::format("\n{}:{}={}", value.size(), name, value); }
  return encode_hex(ByteView(crypto::sha256(bytes_of(all))).first(kTold));
}

}  // namespace enocheck::catalogue
