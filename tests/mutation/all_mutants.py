#!/usr/bin/env python3
"""Judges every mutant of mutate.py, with one build: a program that has all of them in it as switches (schemata.py).

    tests/mutation/all_mutants.py --jobs 2 --results mutants.json
    tests/mutation/all_mutants.py --again mutants.json           # only what was alive, after cases were added
    tests/mutation/all_mutants.py --no-build --data OTHER_TREE   # the same program with other cases

Runs without a mutant first: what fails in them is left out of all that follows, and what they never reach, or where the
mutant's value was always the original's, needs no run to be known as alive. Then each mutant gets the cases that reach
it, profile by profile, until one notices. Mutants that cannot be switched at run time (case labels, constant expressions) are
listed as left out; mutate.py judges those, one build each. Exit code: 0, or 2 if the program does not build.
"""

import argparse
import collections
import contextlib
import dataclasses
import functools
import hashlib
import json
import os
import pathlib
import resource
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import mutate
import schemata

PLACE = mutate.PLACE / "schemata"
BUILDS = 60
MEMORY = 4 << 30  # octets; a mutated loop may never end
DATA = ["schemas", "testcases", "vectors"]
GROUP = 6  # cases that are run together to see what they reach
DIFFERS, IMPOSSIBLE = 2, 4  # marks, as in mutant_switches.h


def read(name, otherwise):
    file = PLACE / name
    return json.loads(file.read_text()) if file.exists() else otherwise


def write(file, content):
    """In one step: whoever reads sees the old or the new one."""
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps(content, indent=1))
    new.replace(file)


def write_sources(copy, texts):
    """The copy with the rewritten sources; what did not change keeps its time."""
    by_path = {mutate.ROOT / name: text.encode() for name, text in texts.items()}
    for part in mutate.COPIED:
        mutate.refresh(
            mutate.ROOT / part, copy.source / part, lambda path: by_path[path] if path in by_path else path.read_bytes()
        )
    mutate.refresh(pathlib.Path(__file__).with_name(schemata.HEADER), copy.source / schemata.HEADER)


def description(one):
    mutant = one.mutant
    return {
        "number": one.number,
        "key": one.key,
        "file": mutant.file,
        "line": mutant.line,
        "kind": mutant.kind,
        "mutant": str(mutant),
        "text": one.text,
    }


def build():
    """The program with all mutants, or None. Its mutants are in mutants.json, the others in left_out.json."""
    PLACE.mkdir(parents=True, exist_ok=True)
    copy = mutate.Copy(PLACE, "-O1 -w -fpermissive")
    bases, dropped = read("bases.json", {}), read("dropped.json", {})
    all_of_them = schemata.Schemata(bases, dropped)
    write(PLACE / "bases.json", bases)
    for attempt in range(BUILDS):
        texts, mutants = all_of_them.written()
        write_sources(copy, texts)
        write(PLACE / "mutants.json", [description(one) for one in mutants])
        write(PLACE / "left_out.json", all_of_them.left_out)
        print(f"build {attempt + 1}: {len(mutants)} mutants, {len(all_of_them.left_out)} left out", flush=True)
        if (attempt == 0 and not copy.configures()) or copy.compiles(3600, ["--", "-k", "0"]):
            break
        blamed = all_of_them.blamed(copy.log.read_text(), copy.source)
        if not blamed:
            return None
        dropped.update(blamed)
        write(PLACE / "dropped.json", dropped)
    return copy.build / "bin" / "enocheck"


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@dataclasses.dataclass
class Profile:
    """A profile's cases that pass without a mutant, in groups; and which groups see a mutant make a difference."""

    name: str
    groups: list
    marks: dict = dataclasses.field(default_factory=dict)  # {key: all marks of the mutant}
    seen_by: dict = dataclasses.field(default_factory=dict)  # {key: indices of groups}

    def take(self, index, octets, mutants):
        for mutant in mutants:
            key, mark = mutant["key"], octets[mutant["number"]]
            self.marks[key] = self.marks.get(key, 0) | mark
            if mark & DIFFERS:
                self.seen_by.setdefault(key, []).append(index)

    def filter_of(self, key):
        """GoogleTest patterns of the cases that can notice this mutant."""
        return patterns(case for index in self.seen_by[key] for case in self.groups[index])


def patterns(cases):
    """Hyphens have a meaning in GoogleTest's patterns."""
    return ":".join(case.replace("-", "?") for case in cases)


class Suite:
    """The suite against the program, as it is without a mutant and with each of them."""

    def __init__(self, program, data, options):
        self.program = program
        self.data = data
        self.seconds = options.seconds
        self.jobs = options.jobs
        self.scratch = options.scratch
        self.profiles = []

    def _notice(self, out, profile, cases, environment, *further, **how):
        command = mutate.run_command(self.program, profile, out, self.data)
        filters = ["--filter", cases] if cases else []
        return mutate.notice_of(
            [*command, *filters, *further], out, profile, self.seconds, env={**os.environ, **environment}, **how
        )

    def learn_reach(self, mutants):
        """Which cases pass, and to which each mutant can matter. Known already if program and cases are as before."""
        digest = digest_of([self.program, *files_of(self.data)])
        known = read("reach.json", {})
        if known.get("digest") == digest:
            self.profiles = [Profile(**fields) for fields in known["profiles"]]
            return
        self.profiles = [self._reach(name, mutants) for name in mutate.profiles(self.data)]
        write(PLACE / "reach.json", {"digest": digest, "profiles": list(map(dataclasses.asdict, self.profiles))})

    def _reach(self, name, mutants):
        with run_folder(self.scratch, f"unmutated-{name}") as out:
            self._notice(out, name, "", {})
            verdicts = mutate.verdicts(out)
        passing = [case for case, verdict in verdicts if verdict == "pass"]
        failing = [case for case, verdict in verdicts if verdict in mutate.AGAINST]
        profile = Profile(name, [passing[start : start + GROUP] for start in range(0, len(passing), GROUP)])
        with ThreadPoolExecutor(self.jobs) as pool:
            for index, octets in enumerate(pool.map(lambda group: self._seen(profile, group), profile.groups)):
                profile.take(index, octets, mutants)
        print(f"{name}: {len(passing)} cases pass, {len(failing)} do not and are left out {failing}", flush=True)
        return profile

    def _seen(self, profile, group):
        """The marks of all mutants after a run of some cases without a mutant."""
        with run_folder(self.scratch, f"seen-{profile.name}-{group[0].replace('/', '-')}") as out:
            out.mkdir(parents=True)
            seen = out / "seen"
            notice = self._notice(out, profile.name, patterns(group), {"ENOCHECK_MUTANT_SEEN": str(seen)})
            if notice:
                raise SystemExit(f"all_mutants: passes with all cases, fails with some, without a mutant: {notice}")
            return seen.read_bytes()

    def without_run(self, mutant):
        """(verdict, why) where what is reached decides already, or None."""
        marks = 0
        for profile in self.profiles:
            marks |= profile.marks.get(mutant["key"], 0)
        if marks & IMPOSSIBLE:
            return "does not compile", ""
        if not marks & DIFFERS:
            return "alive", "never differs" if marks else "not reached"
        return None

    def notice(self, profile, mutant):
        """What notices the mutant under this profile, or None."""
        if mutant["key"] not in profile.seen_by:
            return None
        with run_folder(self.scratch, str(mutant["number"])) as out:
            environment = {"ENOCHECK_MUTANT": str(mutant["number"])}
            cases = profile.filter_of(mutant["key"])
            return self._notice(out, profile.name, cases, environment, "--fail-fast", preexec_fn=limit_memory)


@contextlib.contextmanager
def run_folder(scratch, name):
    """Where a run writes; gone afterwards."""
    folder = scratch / f"{os.getpid()}-{name}"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def files_of(data):
    return sorted(file for part in DATA for file in (data / part).rglob("*") if file.is_file())


def digest_of(files):
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def snapshot(data):
    """A copy of the cases and what they need: the tree may change while the mutants are judged."""
    folder = PLACE / "data" / digest_of(files_of(data))[:12]
    for part in DATA:
        mutate.refresh(data / part, folder / part)
    return folder


class Results:
    """What is known of each mutant, kept in a file that is current every few seconds.

    A mutant has a verdict once it is judged by one profile; `passed` are the profiles that did not notice it.
    """

    def __init__(self, file, left_out):
        self.file = file
        self.left_out = left_out
        self.by_key = {}
        self._unwritten = 0

    def add(self, mutant, verdict, by, passed=()):
        self.by_key[mutant["key"]] = {**mutant, "verdict": verdict, "by": by, "passed": list(passed)}
        self._unwritten += 1
        if self._unwritten >= 20:
            self.flush()

    def add_notice(self, mutant, profile, notice):
        if notice:
            self.add(mutant, "killed", notice)
        else:
            self.add(mutant, "alive", "", [*self.passed(mutant), profile])

    def passed(self, mutant):
        return self.by_key.get(mutant["key"], {}).get("passed", [])

    def awaits(self, mutant, profile):
        one = self.by_key.get(mutant["key"], {"verdict": "alive", "by": "", "passed": []})
        return one["verdict"] == "alive" and not one["by"] and profile not in one["passed"]

    def flush(self):
        write(self.file, {"mutants": list(self.by_key.values()), "left_out": self.left_out})
        self._unwritten = 0

    def print_survivors(self):
        by_file = collections.defaultdict(list)
        for one in self.by_key.values():
            if one["verdict"] == "alive":
                by_file[one["file"]].append(one)
        for file, ones in sorted(by_file.items()):
            print(f"\n{file}: {len(ones)}")
            for one in sorted(ones, key=lambda each: (each["line"], each["number"])):
                change = one["mutant"].split(" ", 1)[1]
                print(f"  {one['line']}: {one['text']}\n      {change}{' (' + one['by'] + ')' if one['by'] else ''}")
        count = collections.Counter(one["verdict"] for one in self.by_key.values())
        rate = 100 * count["killed"] / max(count["killed"] + count["alive"], 1)
        print(f"\n{dict(count)}, {len(self.left_out)} left out; {rate:.1f} % killed")


def judged_of(file):
    return {one["key"]: one for one in json.loads(file.read_text())["mutants"]} if file and file.exists() else {}


def known_from(options):
    """{key: result} of what is not to be judged again."""
    decided = {key: one for key, one in judged_of(options.again).items() if one["verdict"] != "alive"}
    return {**decided, **(judged_of(options.results) if options.resume else {})}


def judge_all(program, options):
    """One profile after the other: after the first, most is known."""
    suite = Suite(program, snapshot(options.data), options)
    mutants = read("mutants.json", [])
    suite.learn_reach(mutants)
    known = known_from(options)
    results = Results(options.results, read("left_out.json", {}))
    mutants = [mutant for mutant in mutants if not options.only or options.only in mutant["file"]]
    for mutant in mutants:
        before, at_once = known.get(mutant["key"]), suite.without_run(mutant)
        if before:
            results.add(mutant, before["verdict"], before["by"], before["passed"])
        elif at_once:
            results.add(mutant, *at_once)
    for profile in suite.profiles:
        todo = [mutant for mutant in mutants if results.awaits(mutant, profile.name)]
        print(f"{profile.name}: {len(todo)} mutants to judge", flush=True)
        with ThreadPoolExecutor(options.jobs) as pool:
            for mutant, notice in zip(todo, pool.map(functools.partial(suite.notice, profile), todo)):
                results.add_notice(mutant, profile.name, notice)
    results.flush()
    results.print_survivors()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs at a time")
    parser.add_argument("--data", type=pathlib.Path, default=mutate.ROOT, help="the tree whose cases judge (default: this one)")
    parser.add_argument("--only", help="only mutants of files with this in their names")
    parser.add_argument("--again", type=pathlib.Path, help="results of an earlier pass: judge its survivors and what is new")
    parser.add_argument("--resume", action="store_true", help="do not judge again what is in --results")
    parser.add_argument("--results", type=pathlib.Path, default=PLACE / "results.json", help="what is written")
    parser.add_argument("--seconds", type=int, default=60, help="a run that takes longer has noticed the mutant")
    parser.add_argument("--scratch", type=pathlib.Path, default=PLACE / "runs", help="where runs write; memory is faster")
    parser.add_argument("--no-build", action="store_true", help="take the program of the last pass")
    parser.add_argument("--build-only", action="store_true", help="only make the program")
    options = parser.parse_args()
    program = PLACE / "build" / "bin" / "enocheck" if options.no_build else build()
    if program is None or not program.exists():
        print(f"all_mutants: the program does not build: {PLACE}/build.log", file=sys.stderr)
        return 2
    if not options.build_only:
        judge_all(program, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
