#include "user/counter_book.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/files.h"

namespace enocheck::user {
namespace {

constexpr Eui64 kEno{0x90B3D51F30020000};
constexpr Eui64 kEis{0x90B3D51F30010000};

class CounterBookTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove(file_); }
  void TearDown() override { std::filesystem::remove(file_); }
  std::filesystem::path file_ = std::filesystem::path(testing::TempDir()) /
                                testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(CounterBookTest, GivesNoCounterTwiceNotEvenToTheNextProcess) {
  EXPECT_EQ(CounterBook(file_, 500).reserve(kEno, 10), 500U);
  EXPECT_EQ(CounterBook(file_, 500).reserve(kEno, 10), 510U);
  EXPECT_EQ(CounterBook(file_, 500).reserve(kEis, 10), 500U) << "each user has its own";
  EXPECT_EQ(CounterBook(file_, 400).reserve(kEno, 1), 520U) << "a clock that was set back";
  EXPECT_EQ(CounterBook(file_, 900).reserve(kEno, 1), 900U);
}

TEST_F(CounterBookTest, TwoAtOnceGetDifferentOnes) {
  const CounterBook book(file_, 1);
  std::vector<std::uint64_t> a;
  std::vector<std::uint64_t> b;
  const auto work = [&](std::vector<std::uint64_t>& mine) {
    for (int i = 0; i < 50; ++i) { mine.push_back(book.reserve(kEno, 1).value_or(0)); }
  };
  std::thread other([&] { work(b); });
  work(a);
  other.join();
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  for (std::size_t i = 0; i < a.size(); ++i) { EXPECT_EQ(a[i], i + 1); }
}

TEST_F(CounterBookTest, ADamagedFileIsNamedWithItsLineAndLeftAsItIs) {
  const std::string text = "90-B3-D5-1F-30-02-00-00 12\n90-B3-D5-1F-30-02-00-00 x\n";
  ASSERT_TRUE(write_file(file_, bytes_of(text)));
  const auto reserved = CounterBook(file_, 1).reserve(kEno, 1);
  ASSERT_FALSE(reserved);
  EXPECT_EQ(reserved.error().code, ErrorCode::BadValue);
  EXPECT_NE(reserved.error().detail.find("line 2"), std::string::npos) << reserved.error().detail;
  EXPECT_EQ(read_text(file_), text);
}

TEST_F(CounterBookTest, AFolderThatIsNotThereIsAnError) {
  const auto reserved = CounterBook("/nowhere/at/all", 1).reserve(kEno, 1);
  ASSERT_FALSE(reserved);
  EXPECT_EQ(reserved.error().code, ErrorCode::Io);
}

}  // namespace
}  // namespace enocheck::user
