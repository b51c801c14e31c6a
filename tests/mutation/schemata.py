"""Mutant schemata: the sources of one program that has every mutant of mutate.py in it, switched by the environment.

Every mutant's place is rewritten so that mutant_switches.h decides at run time between the original and the mutant.
There is no parser behind it: the form that clang-format gives the sources says where an operand begins and ends. Where
that is wrong, or where the language wants a constant (case labels, array sizes), the compiler objects; `blamed` finds
the mutants that stand there, and without them the sources are written again.
"""

import collections
import dataclasses
import os
import re

import mutate

HEADER = "mutant_switches.h"
SPACE = "enocheck_mutant"
BLOCK = 1024  # numbers of a file: they stay the same when another file changes

COMPARISONS = {
    "==": "Equal",
    "!=": "NotEqual",
    "<": "Less",
    "<=": "LessEqual",
    ">": "Greater",
    ">=": "GreaterEqual",
}
SUMS = {"+": "Plus", "-": "Minus"}
LINKS = {"&&": "And", "||": "Or"}
LINK = re.compile(r"(?<=\s)(?:&&|\|\|)(?=\s)")
CONSTEXPR = re.compile(r"\bconstexpr (?!auto operator)")
ASSIGNMENT = re.compile(r"(?<![=!<>])=\s")
BEFORE_OPERAND = re.compile(r"\b(?:return|throw|case|else)$")


@dataclasses.dataclass(frozen=True)
class Switched:
    """A mutant with its number and with the key by which it is known in another state of the sources."""

    number: int
    key: str
    mutant: mutate.Mutant
    text: str


class Brackets:
    """Which bracket belongs to which, in masked code: `partner` has both ways."""

    def __init__(self, code):
        self.partner = {}
        opened = []
        for index, sign in enumerate(code):
            if sign in "([{":
                opened.append(index)
            elif sign in ")]}" and opened:
                start = opened.pop()
                self.partner[start] = index
                self.partner[index] = start

    def enclosing(self, index, code):
        """Index of the `{` around this place, or None."""
        index -= 1
        while index >= 0:
            if code[index] == "{":
                return index
            index = (self.partner.get(index, index) if code[index] in ")]}" else index) - 1
        return None


def keys_of(places):
    """A key for each (file, kind, line's text, before, after): equal ones are counted."""
    seen = collections.Counter()
    for place in places:
        seen[place] += 1
        yield "|".join([*(" ".join(part.split()) for part in place), str(seen[place])])


def switched(file, base):
    """The mutants of a file with their numbers, from base + 1 on."""
    lines = file.read_text().splitlines()
    mutants = list(mutate.mutants_of(file))
    texts = [lines[mutant.line - 1].strip() for mutant in mutants]
    places = [(m.file, m.kind, text, m.before, m.after) for m, text in zip(mutants, texts)]
    assert len(mutants) < BLOCK, f"{file}: more mutants than numbers"
    numbered = enumerate(zip(keys_of(places), mutants, texts), base + 1)
    return [Switched(number, key, mutant, text) for number, (key, mutant, text) in numbered]


def unguarded(code, brackets, mutant):
    """Why no switch can stand here, or None."""
    line_start = code.rfind("\n", 0, mutant.start) + 1
    before = code[line_start : mutant.start]
    if re.search(r"\bcase (?:[^:]|::)*$", before):
        return "case label"
    if re.search(r"\) (?:const )?(?:noexcept )?(?:override )?= $", before) and code[mutant.end] == ";":
        return "pure virtual: does not compile"
    opening = brackets.enclosing(mutant.start, code)
    if opening is not None and re.search(r"\benum [^;{}]*$", code[:opening]):
        return "enumerator"
    return None


class Declaration:
    """A declaration with `constexpr`, which has to go for switches to be in it."""

    def __init__(self, code, brackets, start):
        self.start = start
        self.end = self._end(code, brackets, start)
        head = re.match(r"(?:[^({=;<\[]|<[^;{}()=]*>)*", code[start:]).group(0)
        self.is_function = code[start + len(head)] == "("
        self._word = code[:start].rstrip().rsplit(None, 1)[-1] if code[:start].strip() else ""
        self._is_const_pointee = head.startswith("constexpr const ")
        opening = brackets.enclosing(start, code)
        owner = re.split(r"[;{}]", code[:opening])[-1] if opening else ""
        self._is_member = bool(re.search(r"\b(?:class|struct)\b", owner)) and "(" not in owner.split("struct")[-1]

    @staticmethod
    def _end(code, brackets, start):
        index = start
        while index < len(code):
            if code[index] == ";":
                return index
            if code[index] in "([{":
                is_block = code[index] == "{"
                index = brackets.partner.get(index, len(code) - 1)
                if is_block and not re.match(r"\s*[;,.)]", code[index + 1 :]):
                    return index
            index += 1
        return index

    def has(self, one):
        return self.start <= one.mutant.start < self.end

    def without_constexpr(self):
        if self.is_function:
            return "" if self._word == "inline" else "inline "
        if self._is_const_pointee:
            return "" if self._word in ("inline", "static") else "static "
        return "inline const " if self._word == "static" and self._is_member else "const "


class Rewriting:
    """Text with insertions and replacements that knows afterwards which stands where."""

    CLOSES, OPENS, REPLACES = range(3)

    def __init__(self, text):
        self.text = text
        self._edits = []

    def wrap(self, start, end, before, after, owners, rank):
        """Around [start, end); of two around the same the one of less rank is outside."""
        self._edits.append((start, self.OPENS, (-end, rank), start, before, owners))
        self._edits.append((end, self.CLOSES, (-start, -rank), end, after, owners))

    def replace(self, start, end, text, owners):
        self._edits.append((start, self.REPLACES, (0, 0), end, text, owners))

    def written(self):
        """The new text, and {line: [(first column, last column, owners)]} of what is new in it."""
        out, places = [], collections.defaultdict(list)
        line, column, position = 1, 1, 0

        def put(piece):
            nonlocal line, column
            out.append(piece)
            breaks = piece.count("\n")
            line += breaks
            column = len(piece) - piece.rfind("\n") if breaks else column + len(piece)

        for start, _, _, end, piece, owners in sorted(self._edits, key=lambda edit: edit[:3]):
            if start < position:  # inside something that is replaced
                continue
            put(self.text[position:start])
            at_line, at_column = line, column
            put(piece)
            places[at_line].append((at_column, column - 1 if line == at_line else 10_000, owners))
            position = end
        put(self.text[position:])
        return "".join(out), places


def ends_chain(code, index):
    """Whether the sign here is a `?` or `:` of the conditional operator, or an assignment's."""
    if code[index] in "?:":
        return code[index - 1].isspace() and code[index + 1].isspace()
    return code[index] == "=" and ASSIGNMENT.match(code, index) is not None


def begins_chain(code, index):
    """Whether a word ends here after which an expression stands."""
    word_ends = code[index].isalpha() and not code[index + 1].isalnum()
    return word_ends and BEFORE_OPERAND.search(code, max(0, index - 8), index + 1) is not None


def chain_bounds(code, brackets, link):
    """Where the operands joined by && and || with this one begin and end."""
    left = link - 1
    while left >= 0 and code[left] not in "([{;," and not ends_chain(code, left) and not begins_chain(code, left):
        left = (brackets.partner.get(left, left) if code[left] in ")]}" else left) - 1
    right = link
    while right < len(code) and code[right] not in ")]};," and not ends_chain(code, right):
        right = (brackets.partner.get(right, right) if code[right] in "([{" else right) + 1
    inside = code[left + 1 : right]
    return right - len(inside.lstrip()), right - (len(inside) - len(inside.rstrip()))


def operand_end(code, brackets, start):
    """Where the operand of a unary operator ends: a name or a bracket with what is called and accessed on it."""
    index = start
    while index < len(code):
        sign = code[index]
        if sign in "([{":
            index = brackets.partner.get(index, index) + 1
        elif sign == "<" and code[index - 1] != " ":
            index = code.index(">", index) + 1
        elif sign.isalnum() or sign in "_.":
            index += 1
        elif code.startswith(("::", "->"), index):
            index += 2
        else:
            break
    return index


class File:
    """One source with its mutants, to be written with those that are not dropped."""

    def __init__(self, path, mutants):
        self.path = path
        self.name = str(path.relative_to(mutate.ROOT))
        self.mutants = mutants
        self.text = path.read_text()
        self.code = mutate.masked(self.text)
        self.brackets = Brackets(self.code)
        self.declarations = self._declarations()
        self.unguarded = {}
        for one in mutants:
            reason = unguarded(self.code, self.brackets, one.mutant)
            if reason:
                self.unguarded[one.key] = reason

    def _declarations(self):
        found = [Declaration(self.code, self.brackets, match.start()) for match in CONSTEXPR.finditer(self.code)]
        found = [one for one in found if not self.code[: one.start].endswith("if ")]
        lines = self.text.splitlines()
        texts = [lines[self.code.count("\n", 0, one.start)].strip() for one in found]
        return dict(zip(keys_of((self.name, "constexpr", text, "", "") for text in texts), found))

    def written(self, dropped):
        """(text, places, keys of the mutants in it, {key: reason} of those in what stays constexpr)."""
        rewriting = Rewriting(self.text)
        kept = [declaration for key, declaration in self.declarations.items() if key in dropped]
        frozen, live = {}, []
        for one in self.mutants:
            if one.key in dropped or one.key in self.unguarded:
                continue
            if any(declaration.has(one) for declaration in kept):
                frozen[one.key] = "in a constant expression"
            else:
                live.append(one)
        for key, declaration in self.declarations.items():
            if key not in dropped and (self.mutants or not declaration.is_function):
                end = declaration.start + len("constexpr ")
                rewriting.replace(declaration.start, end, declaration.without_constexpr(), [key])
        self._rewrite(rewriting, live)
        text, places = rewriting.written()
        return text, places, [one.key for one in live], frozen

    def _rewrite(self, rewriting, live):
        by_operator = collections.defaultdict(list)
        for one in live:
            mutant = one.mutant
            operator = mutant.before.strip()
            if mutant.kind in ("comparison", "arithmetic") or operator in LINKS:
                by_operator[mutant.start, mutant.end, operator].append(one)
            else:
                self._rewrite_one(rewriting, one)
        links = {}
        for (start, end, operator), several in by_operator.items():
            if operator in LINKS:
                links[start + 1] = several[0]
            elif operator in SUMS:
                self._stand_between(rewriting, start, end, operator, SUMS[operator], several, [several[0].number])
            else:
                numbers = {one.mutant.after.strip(): one.number for one in several}
                afters = next(after for _, pattern, after in mutate.SWAPS if re.fullmatch(pattern, f" {operator} "))
                ordered = [numbers.get(after.strip(), 0) for after in afters]
                self._stand_between(rewriting, start, end, operator, COMPARISONS[operator], several, ordered)
        self._rewrite_chains(rewriting, links)

    @staticmethod
    def _stand_between(rewriting, start, end, operator, name, several, numbers):
        between = f" {operator} {SPACE}::{name}({', '.join(map(str, numbers))}) {operator} "
        rewriting.replace(start, end, between, [one.key for one in several])

    def _rewrite_one(self, rewriting, one):
        mutant, owners = one.mutant, [one.key]
        is_on = f"{SPACE}::on({one.number})"
        if mutant.kind == "return":
            rewriting.wrap(mutant.start, mutant.end, f"{{ if ({is_on}) {{ return {{}}; }} ", " }", owners, 0)
        elif mutant.kind == "condition":
            rewriting.wrap(mutant.start, mutant.end, "(static_cast<bool>(", f") != {is_on})", owners, 1)
        elif mutant.before == "!":
            end = operand_end(self.code, self.brackets, mutant.end)
            rewriting.wrap(mutant.start, end, "(static_cast<bool>(", f") == {is_on})", owners, 3)
            rewriting.replace(mutant.start, mutant.end, "", owners)
        elif mutant.before in ("true", "false"):
            rewriting.replace(mutant.start, mutant.end, f"({mutant.before} != {is_on})", owners)
        else:
            rewriting.replace(mutant.start, mutant.end, f"({is_on} ? {mutant.after} : {mutant.before})", owners)

    def _rewrite_chains(self, rewriting, mutated):
        chains = collections.defaultdict(list)
        for match in LINK.finditer(self.code):
            chains[chain_bounds(self.code, self.brackets, match.start())].append(match)
        for (start, end), links in chains.items():
            ones = [mutated.get(match.start()) for match in links]
            owners = [one.key for one in ones if one]
            if not owners:
                continue
            names = [
                f"{SPACE}::{LINKS[match.group(0)]}({one.number if one else 0})" for match, one in zip(links, ones)
            ]
            operand, next_operand = "[&] { return static_cast<bool>(", "); }, [&] { return static_cast<bool>("
            rewriting.wrap(start, end, f"{SPACE}::chain({{{', '.join(names)}}}, {operand}", "); })", owners, 2)
            for match, one in zip(links, ones):
                rewriting.replace(match.start(), match.end(), next_operand, [one.key] if one else owners)


class Schemata:
    """All sources of the simulators, to be written with all mutants that a compiler takes."""

    def __init__(self, bases, dropped):
        """`bases`: {file: number below its first}, is extended; `dropped`: {key: reason} of an earlier build."""
        self.dropped = dropped
        self.files = {}
        self._places = {}
        self._blamed_before = collections.Counter()
        mutated = set(mutate.sources())
        for path in sorted((mutate.ROOT / "harness" / "sim").rglob("*")):
            if path.suffix not in (".h", ".cpp") or path.name.endswith("_test.cpp"):
                continue
            name = str(path.relative_to(mutate.ROOT))
            mutants = []
            if path in mutated:
                mutants = switched(path, bases.setdefault(name, max(bases.values(), default=-BLOCK) + BLOCK))
            self.files[name] = File(path, mutants)

    def written(self):
        """{file: text} and the mutants in it; those that are left out are in `left_out`."""
        texts, live = {}, set()
        self.left_out = {}
        for name, file in self.files.items():
            text, self._places[name], keys, frozen = file.written(self.dropped)
            header = os.path.relpath(mutate.ROOT / HEADER, file.path.parent)
            texts[name] = f'#include "{header}"\n#line 1\n{text}'
            live.update(keys)
            self.left_out.update(file.unguarded)
            self.left_out.update(frozen)
            self.left_out.update({one.key: self.dropped[one.key] for one in file.mutants if one.key in self.dropped})
        mutants = [one for file in self.files.values() for one in file.mutants if one.key in live]
        return texts, mutants

    def _nearest(self, name, line, column):
        """Owners of the new text that is nearest to this place; if the line was blamed before, of all on it."""
        places = self._places.get(name, {}).get(line, [])
        if not places:
            return []
        if self._blamed_before[name, line] > 2:
            return [key for _, _, owners in places for key in owners]
        distances = [max(first - column, column - last, 0) for first, last, _ in places]
        best = min(distances)
        return [key for distance, (_, _, owners) in zip(distances, places) if distance == best for key in owners]

    def _constexpr_at(self, name, line):
        keys = [key for _, _, owners in self._places.get(name, {}).get(line, []) for key in owners]
        return [key for key in keys if key in self.files[name].declarations and key not in self.dropped]

    def blamed(self, log, source):
        """{key: reason} of what stands where the compiler's errors are; empty if none of it is ours."""
        found, later, lines = {}, {}, set()
        for error in errors_in(log, str(source) + "/"):
            if re.search("constant expression|constexpr|not captured", error.message):
                keys = [key for name, line, _ in error.notes for key in self._constexpr_at(name, line)]
                if keys:
                    found.update(dict.fromkeys(keys, "has to be constexpr"))
                    continue
            for name, line, column in error.places:
                keys = self._nearest(name, line, column)
                if keys:
                    target = later if re.search("not declared|not been declared", error.message) else found
                    target.update(dict.fromkeys(keys, error.message))
                    lines.add((name, line))
                    break
        self._blamed_before.update(lines)
        return found or later


@dataclasses.dataclass
class CompilerError:
    message: str
    places: list  # (file, line, column), the most telling first
    notes: list


def errors_in(log, prefix):
    """The errors of gcc's output; places below `prefix` alone, relative to it."""
    pattern = re.compile(r"^(/[^:\n]+):(\d+):(\d+):\s+(error: |note: |required |recursively required )?(.*)$", re.M)
    errors, required, current = [], [], None
    for match in pattern.finditer(log):
        file, line, column, what, rest = match.groups()
        place = (file[len(prefix) :], int(line), int(column)) if file.startswith(prefix) else None
        if what is None:
            continue
        if "required" in what:
            required.append(place)
        elif what == "error: ":
            current = CompilerError(rest, [one for one in [place, *reversed(required)] if one], [])
            required = []
            errors.append(current)
        elif current is not None and place:
            current.notes.append(place)
    return errors
