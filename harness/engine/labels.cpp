#include "engine/labels.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/response_value.h"
#include "transform/mmc_output.h"
#include "xml/edit.h"

namespace enocheck::engine {
namespace {

using Switches = std::vector<unsigned>;

std::string in_words(const Switches& switches) {
  return switches.empty() ? "none" : fmt::format("{}", fmt::join(switches, " "));
}

/// The value of this name at a switch; nothing if the document does not have it.
std::optional<std::string> value_at(const std::string& mmc, const char* name, std::size_t index) {
  const auto path = path_of({name, static_cast<std::int64_t>(index), "", ""});
  const auto value = path ? xml::value_of(mmc, *path) : tl::unexpected(path.error());
  return value ? std::optional(*value) : std::nullopt;
}

Result<SwitchLabels> labels_of(const SentMessage& message, ByteView octets) {
  const auto mmc = transform::mmc_output(&message.request, octets);
  if (!mmc) { return tl::unexpected(mmc.error()); }
  SwitchLabels labels;
  for (std::size_t index = 1; index <= labels.size(); ++index) {
    const auto type = value_at(*mmc, "type", index);
    if (!type || type->empty()) { continue; }
    labels.at(index - 1) = value_at(*mmc, "label", index).value_or("");
  }
  return labels;
}

void observe(CaseContext& context, const SwitchLabels& labels, const LabelReading& reading,
             const std::string& device) {
  for (const auto index : reading.unlabelled) {
    context.observe(
        fmt::format("LBL-6: switch {} of {} has no label: not to be curtailed unseen", index, device));
  }
  for (const auto index : reading.not_standard) {
    context.observe(fmt::format("LBL-5: label \"{}\" of switch {} of {} is not in the profile's list",
                                *labels.at(index - 1), index, device));
  }
  if (reading.charger.size() != 1) {
    context.observe(fmt::format("LBL-4: the labels of {} do not name one charger: {}", device,
                                in_words(reading.charger)));
  }
}

}  // namespace

bool fits_label(std::string_view label, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return label.starts_with(word) && (label.size() == word.size() || label[word.size()] == ' ');
  });
}

LabelReading read_labels(const SwitchLabels& labels, const catalogue::Profile& profile) {
  LabelReading reading;
  for (unsigned index = 1; index <= labels.size(); ++index) {
    const auto& label = labels.at(index - 1);
    if (!label) { continue; }
    if (label->empty()) { reading.unlabelled.push_back(index); }
    if (fits_label(*label, profile.charger_labels)) { reading.charger.push_back(index); }
    if (!label->empty() && !fits_label(*label, profile.standard_labels)) {
      reading.not_standard.push_back(index);
    }
  }
  return reading;
}

std::optional<Stop> judge_labels(CaseContext& context, const std::optional<catalogue::ExpectLabels>& expected,
                                 const SentMessage& message, ByteView octets) {
  if (!expected) { return std::nullopt; }
  const auto labels = labels_of(message, octets);
  if (!labels) {
    return diverged("the labels cannot be read", "an MMC document with labels", labels.error().detail);
  }
  const auto reading = read_labels(*labels, context.profile());
  observe(context, *labels, reading, to_string(message.target()));
  struct Row {
    const char* what;
    const std::optional<Switches>& wanted;
    const Switches& got;
  };
  for (const auto& [what, wanted, got] :
       {Row{"labelled as a charger", expected->charger, reading.charger},
        {"without a label", expected->unlabelled, reading.unlabelled},
        {"with a label of its own", expected->not_standard, reading.not_standard}}) {
    if (!wanted) { continue; }
    context.count_check();
    if (*wanted == got) { continue; }
    return diverged(fmt::format("other switches are {}", what), in_words(*wanted), in_words(got));
  }
  return std::nullopt;
}

}  // namespace enocheck::engine
