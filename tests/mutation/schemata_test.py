#!/usr/bin/env python3
"""A switched mutant does what the mutant does that is written into the source and compiled.

A sample with all that mutate.py changes is compiled once with all mutants in it, and once for each mutant alone; the
outputs are compared. Needs g++ and a minute.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import mutate
import schemata

SAMPLE = """
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

constexpr int kLimit = 3;
constexpr std::array<int, 3> kRow = {1, 2, 3};
constexpr unsigned doubled(unsigned x) { return x + x; }
enum class Kind { First = 1, Second = 4 };

struct Pair {
  int a = 1;
  std::optional<int> b;
  static constexpr int kMost = 5;
  constexpr bool is_small() const { return a < kMost; }
  bool operator==(const Pair&) const = default;
};

bool mixed(bool a, bool b, bool c, bool d) { return a || b && c || !d && a; }
bool grouped(bool a, bool b, bool c) { return (a || b) && c; }
bool spread(bool a, bool b, bool c) {
  return a && b &&
         !c;
}

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::First: return "first";
    case Kind::Second: return "second";
  }
  return "none";
}

std::optional<int> half(int x) {
  if (x < 0 || x > 100) { return std::nullopt; }
  if (x == 7) { return x - 1; }
  return x / 2;
}

int sum_until(const std::vector<int>& numbers, int end) {
  int sum = 0;
  for (std::size_t i = 0; i < numbers.size() && i != 20; ++i) {
    if (numbers[i] >= end) { break; }
    sum = sum + numbers[i];
  }
  return sum - kLimit;
}

const std::string& longer(const std::string& a, const std::string& b) { return a.size() >= b.size() ? a : b; }

int main() {
  const auto is_even = [](int x) { return x % 2 == 0; };
  for (int bits = 0; bits != 16; ++bits) {
    const bool a = bits & 1, b = bits & 2, c = bits & 4, d = bits & 8;
    std::printf("%d%d%d", mixed(a, b, c, d), grouped(a, b, c), spread(a, b, c));
  }
  for (int x : {-1, 0, 7, 8, 100, 101}) { std::printf(" %d", half(x).value_or(-9)); }
  const Pair one{}, other{.b = 3};
  const std::optional<int> nothing, three = 3;
  std::printf("%d%d%d%d", one == other, other.b == three, one.b != nothing, other.b != std::nullopt);
  std::printf("%d %d %u", one.is_small(), is_even(kRow[1]) && !is_even(kRow[2]), doubled(0x10U));
  const auto at = std::chrono::seconds(5) + std::chrono::seconds(kRow[0]) - std::chrono::seconds(1);
  std::printf(" %d %d", int(at.count()), at <= std::chrono::seconds(5));
  std::string text = name_of(Kind::First) + name_of(Kind::Second);
  text += longer(text, "abc") + std::to_string(sum_until({1, 2, 3, 4}, kLimit));
  if (!text.empty() && true) { std::puts(text.c_str()); }
}
"""
SOURCE = "harness/sim/sample.cpp"
DOES_NOT_COMPILE = "does not compile"


def output_of(program, **environment):
    done = subprocess.run(
        [program], capture_output=True, timeout=20, check=False, env={**os.environ, **environment}
    )
    return DOES_NOT_COMPILE if done.returncode == 77 else (done.returncode, done.stdout)


class SwitchedMutants(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.root = pathlib.Path(cls.folder.name)
        original, mutate.ROOT = mutate.ROOT, cls.root
        cls.addClassCleanup(setattr, mutate, "ROOT", original)
        cls.write(SOURCE, SAMPLE)
        header = pathlib.Path(schemata.__file__).with_name(schemata.HEADER)
        cls.write("copy/" + schemata.HEADER, header.read_text())
        cls.schemata, cls.program = cls.built()

    @classmethod
    def write(cls, name, text):
        file = cls.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    @classmethod
    def compiled(cls, source, program):
        command = ["g++", "-std=c++20", "-O0", "-w", "-fpermissive", source, "-o", cls.root / program]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})

    @classmethod
    def built(cls):
        """The sample with all mutants, without those that the compiler does not take."""
        dropped = {}
        for _ in range(20):
            everything = schemata.Schemata({}, dropped)
            texts, cls.switched = everything.written()
            done = cls.compiled(cls.write("copy/" + SOURCE, texts[SOURCE]), "switched")
            if done.returncode == 0:
                return everything, cls.root / "switched"
            blamed = everything.blamed(done.stderr, cls.root / "copy")
            assert blamed, done.stderr
            dropped.update(blamed)
        raise AssertionError("does not build")

    def plain(self, mutant):
        """What the sample says with this mutant written into it."""
        text = SAMPLE[: mutant.start] + mutant.after + SAMPLE[mutant.end :]
        if self.compiled(self.write("plain.cpp", text), "plain").returncode != 0:
            return DOES_NOT_COMPILE
        return output_of(self.root / "plain")

    def test_without_a_mutant_it_does_what_the_original_does(self):
        self.compiled(self.write("plain.cpp", SAMPLE), "plain")
        self.assertEqual(output_of(self.program), output_of(self.root / "plain"))

    def test_each_does_what_the_compiled_one_does(self):
        for one in self.switched:
            with self.subTest(str(one.mutant)):
                self.assertEqual(output_of(self.program, ENOCHECK_MUTANT=str(one.number)), self.plain(one.mutant))

    def test_few_are_left_out_and_returns_only_if_they_do_not_compile(self):
        every = {one.key: one.mutant for one in self.schemata.files[SOURCE].mutants}
        self.assertLess(len(self.schemata.left_out), len(every) / 8)
        for key in self.schemata.left_out:
            if every[key].kind == "return":
                with self.subTest(str(every[key])):
                    self.assertEqual(self.plain(every[key]), DOES_NOT_COMPILE)


if __name__ == "__main__":
    sys.exit(unittest.main())
