#include "report/evidence.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "core/files.h"
#include "core/hex.h"
#include "report/link_kind.h"

namespace enocheck::report {
namespace {

/// What a reader finds inside; `enocheck decode` takes documents and GBCS messages.
std::string_view ending_of(LinkKind kind) {
  switch (kind) {
    case LinkKind::Document: return "xml";
    case LinkKind::Mmc: return "mmc";
    case LinkKind::Text: return "txt";
    case LinkKind::Message: return "hex";
    case LinkKind::Frame: return "zse";
    case LinkKind::State: return "state";
    case LinkKind::Load: return "load";
  }
  return "hex";
}

bool is_document(LinkKind kind) {
  return kind == LinkKind::Document || kind == LinkKind::Mmc || kind == LinkKind::Text;
}

/// The link in `0007-hub-to-device.hex`, or nothing where a file is named otherwise.
std::optional<std::string> link_in(const std::filesystem::path& file) {
  const auto name = file.stem().string();
  const auto dash = name.find('-');
  if (dash == std::string::npos || name.find_first_not_of("0123456789") != dash) { return std::nullopt; }
  return name.substr(dash + 1);
}

/// Time and device as the comment of a file with octets has them: `# TIME LINK DEVICE`.
void read_comment(const std::filesystem::path& file, engine::Exchange& exchange) {
  std::istringstream words(read_text(file).value_or(""));
  std::string hash;
  std::string time;
  std::string link;
  std::string device;
  words >> hash >> time >> link >> device;
  exchange.at = parse_iso8601(time).value_or(Instant{});
  exchange.device = Eui64::parse(device).value_or(Eui64{});
}

}  // namespace

std::uint64_t watts_in(ByteView octets) {
  std::uint64_t watts = 0;
  for (const auto octet : octets.subspan(std::min<std::size_t>(1, octets.size()))) {
    watts = watts << 8U | octet;
  }
  return watts;
}

std::string state_text(const engine::Exchange& exchange) {
  const auto& octets = exchange.octets;
  if (octets.empty()) { return "no octets"; }
  if (kind_of_link(exchange.link) == LinkKind::State) {
    return octets[0] == 0 ? "contacts open" : "contacts close";
  }
  return fmt::format("switch {} draws {} W", octets[0], watts_in(octets));
}

std::string evidence_name(std::size_t index, const engine::Exchange& exchange) {
  return fmt::format("{:04}-{}.{}", index + 1, exchange.link, ending_of(kind_of_link(exchange.link)));
}

Result<Bytes> read_evidence(const std::filesystem::path& file) {
  const auto ending = file.extension().string();
  if (ending == ".xml" || ending == ".mmc") { return read_file(file); }
  const auto text = read_text(file);
  if (!text) { return tl::unexpected(text.error()); }
  auto octets = decode_hex(std::string_view(*text).substr(std::min(text->find('\n'), text->size())));
  if (!octets) { return failure(octets.error(), file.string()); }
  return octets;
}

Result<std::vector<engine::Exchange>> read_exchanges(const std::filesystem::path& folder) {
  const auto files = files_below(folder, "");
  if (!files) { return tl::unexpected(files.error()); }
  std::vector<engine::Exchange> exchanges;
  for (const auto& file : *files) {
    const auto link = link_in(file);
    if (!link) { continue; }
    engine::Exchange exchange;
    exchange.link = *link;
    exchange.octets = read_evidence(file).value_or(Bytes());
    if (!is_document(kind_of_link(*link))) { read_comment(file, exchange); }
    exchanges.push_back(std::move(exchange));
  }
  return exchanges;
}

Status write_evidence(const std::filesystem::path& folder, const std::vector<engine::Exchange>& exchanges) {
  if (exchanges.empty()) { return {}; }
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) { return failure(ErrorCode::Io, fmt::format("{}: {}", folder.string(), failed.message())); }
  for (std::size_t index = 0; index < exchanges.size(); ++index) {
    const auto& exchange = exchanges[index];
    const auto file = folder / evidence_name(index, exchange);
    if (is_document(kind_of_link(exchange.link))) {
      if (auto done = write_file(file, exchange.octets); !done) { return done; }
      continue;
    }
    const auto text = fmt::format("# {} {} {}\n{}\n", to_iso8601(exchange.at), exchange.link,
                                  to_string(exchange.device), encode_hex(exchange.octets));
    if (auto done = write_file(file, bytes_of(text)); !done) { return done; }
  }
  return {};
}

}  // namespace enocheck::report
