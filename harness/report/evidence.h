#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "engine/sut.h"

namespace enocheck::report {

/// The name of an exchange's file: `0001-user-to-dsp.xml`, `0007-hub-to-device.hex` (GBCS),
/// `0008-esme-to-hcalcs.zse` (a ZSE frame), `0010-switch-to-load.state` (00: the contacts opened),
/// `0011-load-to-feeder.load` (switch, watts), `0003-parser-to-user.mmc` (an MMC document),
/// `0004-harness-to-operator.txt` (a question).
[[nodiscard]] std::string evidence_name(std::size_t index, const engine::Exchange& exchange);

/// What is behind the octets of a switch's contacts or of a load, in words: "contacts open", "switch 2 draws
/// 7360 W". No octets say nothing.
[[nodiscard]] std::string state_text(const engine::Exchange& exchange);

/// What a load's octets say that it draws.
[[nodiscard]] std::uint64_t watts_in(ByteView octets);

/// Writes what was exchanged during a case into `folder`, in order: DUIS documents as they are, octets as one
/// line of hex after a comment with time and device. Errors: Io.
[[nodiscard]] Status write_evidence(const std::filesystem::path& folder,
                                    const std::vector<engine::Exchange>& exchanges);

/// What an evidence file holds: a document as it is, octets from their hex. Errors: Io; BadValue where the
/// hex is none.
[[nodiscard]] Result<Bytes> read_evidence(const std::filesystem::path& file);
/// What passed during a case, by the files of its folder. A document's file does not tell its time: that is
/// the epoch. Octets that cannot be read are none. Other files than write_evidence's are left out. Errors:
/// Io.
[[nodiscard]] Result<std::vector<engine::Exchange>> read_exchanges(const std::filesystem::path& folder);

}  // namespace enocheck::report
