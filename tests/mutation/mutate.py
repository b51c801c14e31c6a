#!/usr/bin/env python3
"""Mutates the simulators' source and asks the conformance suite: does it notice?

Seeded defects (harness/sim/defects) break the rules that somebody thought of. This breaks whatever stands in
harness/sim: it flips a comparison, a condition, a constant, a return value at a time, builds, and runs the suite until
the first fail. A mutant that no case notices is a survivor: a missing case, or a change that nobody can see
(docs/sharpness.md has each with its reason).

    tests/mutation/mutate.py --seed 1 --mutants 60

all_mutants.py judges all of them with one build; this is for what cannot be switched at run time, and for a quick draw.
Works on a copy below build/mutation; the sources here stay as they are. Exit code: 0 if the kill rate reaches
--minimum, 1 if not, 2 if the unmutated copy does not build or does not pass.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "mutation"
COPIED = ["CMakeLists.txt", "CMakePresets.json", "cmake", "harness", "runners", "schemas", "testcases", "vectors"]
AGAINST = ("fail", "error", "inconc")  # verdicts that notice a mutant
PROFILES_FIRST = ["secmp0046", "before"]
BUILD_SECONDS = 600
RUN_SECONDS = 120  # a run takes a few; a mutant that hangs is noticed


@dataclasses.dataclass(frozen=True)
class Mutant:
    file: str
    line: int
    kind: str
    start: int
    end: int
    before: str
    after: str

    def __str__(self):
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.file}:{self.line} {self.kind}: {before} -> {after or 'nothing'}"


# What may be put in place of what. Each pattern is applied to code without comments, strings and directives;
# clang-format puts blanks around operators and none into template brackets, which tells them apart.
SWAPS = [
    ("comparison", r" == ", [" != "]),
    ("comparison", r" != ", [" == "]),
    ("comparison", r" < ", [" <= ", " >= "]),
    ("comparison", r" <= ", [" < ", " > "]),
    ("comparison", r" > ", [" >= ", " <= "]),
    ("comparison", r" >= ", [" > ", " < "]),
    ("logic", r" && ", [" || "]),
    ("logic", r" \|\| ", [" && "]),
    ("logic", r"(?<=[( ])!(?=[a-z(])", [""]),
    ("constant", r"\btrue\b", ["false"]),
    ("constant", r"\bfalse\b", ["true"]),
    ("arithmetic", r"(?<=[\w)\]]) \+ (?=[\w(])", [" - "]),
    ("arithmetic", r"(?<=[\w)\]]) - (?=[\w(])", [" + "]),
]
NUMBER = re.compile(r"(?<![\w.\"'<])(0x[0-9A-Fa-f]+|\d+)(U?)(?![\w.'>])")
RETURN = re.compile(r"\breturn ([^;{}]+);")
CONDITION = re.compile(r"\bif \(")
# Nothing that a case could see: capacities, assertions at compile time, words for people, and errors that are handed on
# from below (keys, clocks, worlds that do not load), which end a run before its first case.
INVISIBLE = re.compile(
    r"reserve\(|static_assert|fmt::format|\bfailure\(|Error\{|\.write\(LogLevel|kSchemaVersion"
    r"|return tl::unexpected|case \w+::\w+: return \""
)


def masked(text):
    """The text with comments, literals and directives blanked, of the same length."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|^[ \t]*#[^\n]*', re.S | re.M
    )
    # A digit separator is no character literal.
    text = re.sub(r"(?<=\d)'(?=\d)", "_", text)
    return pattern.sub(lambda match: re.sub(r"[^\n]", "\x00", match.group(0)), text)


def closing(code, opening):
    """Index of the bracket that closes the one at `opening`."""
    depth = 0
    for index in range(opening, len(code)):
        depth += {"(": 1, ")": -1}.get(code[index], 0)
        if depth == 0:
            return index
    return len(code)


def candidates(code):
    """(kind, start, end, replacement) of all that may be changed."""
    for kind, pattern, replacements in SWAPS:
        for match in re.finditer(pattern, code):
            for replacement in replacements:
                yield kind, match.start(), match.end(), replacement
    for match in NUMBER.finditer(code):
        yield "constant", match.start(), match.end(), str(int(match.group(1), 0) + 1) + match.group(2)
    for match in RETURN.finditer(code):
        if match.group(1) not in ("std::nullopt", "nullptr", "0", "false", "true"):
            yield "return", match.start(), match.end(), "return {};"
    for match in CONDITION.finditer(code):
        end = closing(code, match.end() - 1)
        inside = code[match.end() : end]
        if ";" not in inside and " = " not in inside:
            yield "condition", match.end(), end, f"!({inside})"


def mutants_of(file):
    text = file.read_text()
    code = masked(text)
    lines = text.splitlines()
    for kind, start, end, replacement in candidates(code):
        line = code.count("\n", 0, start) + 1
        before = text[start:end]
        if "\x00" in code[start:end] and kind == "condition":
            replacement = f"!({before})"
        elif "\x00" in code[start:end] and kind != "return":
            continue
        if INVISIBLE.search(lines[line - 1]) or before == replacement:
            continue
        yield Mutant(str(file.relative_to(ROOT)), line, kind, start, end, before, replacement)


def sources():
    folder = ROOT / "harness" / "sim"
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        is_test = file.name.endswith("_test.cpp") or file.name.startswith("test_") or file.name.endswith("_fixture.h")
        if file.suffix in (".cpp", ".h") and inside.parts[0] != "defects" and not is_test:
            yield file


def drawn(seed):
    """All mutants in the order in which they are tried: kinds and files take turns, so that few are enough."""
    chance = random.Random(seed)
    by_kind = {}
    for file in sources():
        for mutant in mutants_of(file):
            by_kind.setdefault(mutant.kind, []).append(mutant)
    for group in by_kind.values():
        chance.shuffle(group)
    order = []
    while any(by_kind.values()):
        for kind in sorted(by_kind):
            if by_kind[kind]:
                order.append(by_kind[kind].pop())
    return order


def refresh(original, copy, content=pathlib.Path.read_bytes):
    """Makes the copy what the original is. Only what changed is touched, so that a second run builds little.

    `content` gives the octets to be in the copy of a file.
    """
    if original.is_file():
        wanted = content(original)
        if not copy.is_file() or copy.read_bytes() != wanted:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(wanted)
            shutil.copymode(original, copy)
        return
    names = {entry.name for entry in original.iterdir()}
    for entry in copy.iterdir() if copy.is_dir() else ():
        if entry.name not in names:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for name in names:
        refresh(original / name, copy / name, content)


class Copy:
    """The copy that is mutated, with its build."""

    def __init__(self, place=PLACE, flags="-O1 -w"):
        self.source = place / "source"
        self.build = place / "build"
        self.log = place / "build.log"
        self.flags = flags

    def prepare(self):
        for part in COPIED:
            refresh(ROOT / part, self.source / part)
        return self.configures() and self.compiles(seconds=3600)

    def configures(self):
        flags = ["-DENOCHECK_BUILD_TESTS=OFF", "-DENOCHECK_BUILD_BENCH=OFF", "-DCMAKE_BUILD_TYPE=", f"-DCMAKE_CXX_FLAGS={self.flags}"]
        command = ["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", *flags]
        return subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0

    def compiles(self, seconds=BUILD_SECONDS, further=()):
        with self.log.open("w") as out:
            command = ["cmake", "--build", self.build, "--target", "enocheck", "--parallel", str(os.cpu_count() or 1), *further]
            return subprocess.run(command, stdout=out, stderr=out, timeout=seconds, check=False).returncode == 0

    def with_mutant(self, mutant, number):
        """A program with the mutant in it, or None if it does not compile. The source is as it was afterwards."""
        file = self.source / mutant.file
        text = file.read_text()
        file.write_text(text[: mutant.start] + mutant.after + text[mutant.end :])
        try:
            if not self.compiles():
                return None
            program = PLACE / "programs" / f"enocheck-{number}"
            program.parent.mkdir(exist_ok=True)
            shutil.copy2(self.build / "bin" / "enocheck", program)
            return program
        finally:
            file.write_text(text)


def profiles(data=ROOT):
    names = sorted(file.stem for file in (data / "testcases" / "profiles").glob("*.xml"))
    return PROFILES_FIRST + [name for name in names if name not in PROFILES_FIRST]


def run_command(program, profile, out, data=ROOT):
    return [program, "--data", data, "run", "--profile", profile, "--progress", "none", "--out", out]


def verdicts(out):
    """(id, verdict) of the cases of the run of which `out` is the folder."""
    results = out / "latest" / "results.json"
    cases = json.loads(results.read_text())["cases"] if results.exists() else []
    return [(case["id"], case["verdict"]) for case in cases]


def notice_of(command, out, profile, seconds=RUN_SECONDS, **how):
    """What this run of the suite noticed, or None."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False, **how)
    except subprocess.TimeoutExpired:
        return f"no end within {seconds} s ({profile})"
    # A contested case that fails does not gate, but it has noticed.
    for case, verdict in verdicts(out):
        if verdict in AGAINST:
            return f"{case} ({verdict}, {profile})"
    return f"exit {done.returncode} ({profile})" if done.returncode else None


def first_notice(program, number):
    """What noticed the mutant, or None."""
    for profile in profiles():
        out = PLACE / "runs" / str(number)
        notice = notice_of([*run_command(program, profile, out), "--fail-fast"], out, profile)
        if notice:
            return notice
    return None


def judged(program, number):
    try:
        return first_notice(program, number)
    finally:
        program.unlink()
        shutil.rmtree(PLACE / "runs" / str(number), ignore_errors=True)


def run(options):
    copy = Copy()
    if not copy.prepare():
        print(f"mutate: the copy does not build: {copy.log}", file=sys.stderr)
        return 2
    plain = PLACE / "plain"
    shutil.copy2(copy.build / "bin" / "enocheck", plain)
    noticed = judged(plain, 0)
    if noticed:
        print(f"mutate: the suite does not pass without a mutant: {noticed}", file=sys.stderr)
        return 2
    order = drawn(options.seed)
    print(f"seed {options.seed}: {len(order)} possible mutants in {len(list(sources()))} files, {options.mutants} to be judged")
    killed, survivors, waiting = 0, [], []

    def settle(least):
        nonlocal killed
        while len(waiting) > least:
            mutant, outcome = waiting.pop(0)
            by = outcome.result()
            print(f"{'killed' if by else 'ALIVE '} {mutant}{' | ' + by if by else ''}", flush=True)
            if by:
                killed += 1
            else:
                survivors.append(mutant)

    # The next mutant is built while the last one is judged.
    with ThreadPoolExecutor(1) as judge:
        for number, mutant in enumerate(order, 1):
            if killed + len(survivors) + len(waiting) >= options.mutants or (options.fail_fast and survivors):
                break
            program = copy.with_mutant(mutant, number)
            if program:
                waiting.append((mutant, judge.submit(judged, program, number)))
            settle(1)
        settle(0)
    total = killed + len(survivors)
    rate = 100 * killed / max(total, 1)
    print(f"{total} mutants that compile, {killed} killed, {rate:.1f} %; survivors:")
    for mutant in survivors:
        print(f"  {mutant}")
    return 0 if total and rate >= options.minimum else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn")
    parser.add_argument("--mutants", type=int, default=60, help="how many that compile (default 60)")
    parser.add_argument("--minimum", type=float, default=90, help="kill rate in percent that is good enough (default 90)")
    parser.add_argument("--fail-fast", action="store_true", help="end at the first survivor")
    parser.add_argument("--list", action="store_true", help="only print what would be drawn")
    options = parser.parse_args()
    if options.list:
        for mutant in drawn(options.seed)[: options.mutants]:
            print(mutant)
        return 0
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
