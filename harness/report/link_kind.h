#pragma once

#include <string_view>

namespace enocheck::report {

/// What passes on a link.
enum class LinkKind {
  Document,  ///< a DUIS document
  Mmc,       ///< an MMC document
  Message,   ///< a GBCS message
  Frame,     ///< a ZSE frame of the HAN
  State,     ///< a switch's contacts
  Load,      ///< what a load draws
  Text,      ///< what somebody at the devices was asked, and answered
};

/// By the link's name; one that nobody knows has GBCS messages.
[[nodiscard]] constexpr LinkKind kind_of_link(std::string_view link) {
  if (link == "parser-to-user") { return LinkKind::Mmc; }
  if (link == "user-to-dsp" || link == "dsp-to-user" || link == "request-to-parser") {
    return LinkKind::Document;
  }
  if (link == "esme-to-hcalcs" || link == "hcalcs-to-esme") { return LinkKind::Frame; }
  if (link == "harness-to-operator" || link == "operator-to-harness") { return LinkKind::Text; }
  if (link == "load-to-feeder") { return LinkKind::Load; }
  return link == "switch-to-load" ? LinkKind::State : LinkKind::Message;
}

}  // namespace enocheck::report
