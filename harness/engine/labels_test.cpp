#include "engine/labels.h"

#include <gtest/gtest.h>

namespace enocheck::engine {
namespace {

catalogue::Profile with_lists() {
  catalogue::Profile profile;
  profile.charger_labels = {"EV CHARGER"};
  profile.standard_labels = {"EV CHARGER", "HEAT PUMP"};
  return profile;
}

using Switches = std::vector<unsigned>;

TEST(LabelReading, FindsTheCharger) {
  const auto reading = read_labels({"HEAT PUMP", "EV CHARGER", std::nullopt, std::nullopt, {}}, with_lists());
  EXPECT_EQ(reading.charger, Switches{2});
  EXPECT_TRUE(reading.unlabelled.empty());
  EXPECT_TRUE(reading.not_standard.empty());
}

TEST(LabelReading, FindsAllThatAreLabelledAsOne) {
  const auto reading =
      read_labels({"EV CHARGER", "EV CHARGER 2", "EV CHARGERS", "ev charger", ""}, with_lists());
  EXPECT_EQ(reading.charger, (Switches{1, 2}));
  EXPECT_EQ(reading.not_standard, (Switches{3, 4}));
  EXPECT_EQ(reading.unlabelled, Switches{5});
}

TEST(LabelReading, LeavesOutWhereNoSwitchIs) {
  const auto reading = read_labels({}, with_lists());
  EXPECT_TRUE(reading.charger.empty());
  EXPECT_TRUE(reading.unlabelled.empty());
}

TEST(Label, FitsAWordOrAWordWithMoreBehindABlank) {
  const std::vector<std::string> words = {"HEAT PUMP", "BATTERY"};
  EXPECT_TRUE(fits_label("BATTERY", words));
  EXPECT_TRUE(fits_label("BATTERY STORAGE", words));
  EXPECT_FALSE(fits_label("BATTERYSTORAGE", words));
  EXPECT_FALSE(fits_label("HEAT", words));
  EXPECT_FALSE(fits_label("", words));
}

}  // namespace
}  // namespace enocheck::engine
