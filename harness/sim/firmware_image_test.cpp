#include "sim/firmware_image.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "sim/defects/further_tours.h"

namespace enocheck::sim {
namespace {

TEST(FirmwareImage, IsReadFromAnOtaUpgradeFile) {
  const auto file = test::ota_file("3.10");
  EXPECT_TRUE(is_firmware_image(file));
  const auto image = read_firmware_image(file).value();
  EXPECT_EQ(image.firmware, (Firmware{"00000104", "3.10"}));
  EXPECT_EQ(encode_hex(image.hash), "84CB388ADB70B7CA57486229CE23EA1F12627A49A802B9E4576B1F869A575A78");
}

TEST(FirmwareImage, IsRefusedWhereAnythingIsMissing) {
  const auto file = test::ota_file("3.4");
  EXPECT_FALSE(is_firmware_image(ByteView(file).first(3)));
  EXPECT_EQ(read_firmware_image(ByteView(file).first(55)).error().code, ErrorCode::Truncated);
  EXPECT_EQ(read_firmware_image(ByteView(file).first(file.size() - 1)).error().code, ErrorCode::BadValue);
  auto foreign = file;
  foreign.front() = 0xDD;
  EXPECT_EQ(read_firmware_image(foreign).error().code, ErrorCode::BadValue);
  EXPECT_EQ(read_firmware_image(test::ota_file("")).error().code, ErrorCode::BadValue);
}

}  // namespace
}  // namespace enocheck::sim
