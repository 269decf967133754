"""Simple peers on the same pages: an exact search, and rapidfuzz at its best threshold."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from benchmarks.names.brands import watched
from benchmarks.names.measure import Case


@dataclass(frozen=True, slots=True)
class Peer:
    """What a peer told in half B, at the setting that was best in half A."""

    name: str
    found: tuple[int, int]
    false: tuple[int, int]


def exact(cases: list[Case]) -> Peer:
    """Whole words, whatever the case: what most tools do."""
    either = {
        half: "|".join(re.escape(n.word) for n in watched() if n.half == half) for half in "AB"
    }
    patterns = {
        half: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
        for half, words in either.items()
    }
    told = [
        {found.casefold() for found in patterns[case.half].findall(case.text)} for case in cases
    ]
    rows = [
        (case.name.casefold() in found, bool(found))
        for case, found in zip(cases, told, strict=True)
    ]
    return _counted("exact search, any case", cases, rows)


def fuzzy(cases: list[Case]) -> Peer:
    """The best partial ratio of all names of the half; the threshold with the best F1 in half A."""
    rows: list[tuple[float, float]] = []  # of the right name, of the best one
    for case in cases:
        names = [n.word for n in watched() if n.half == case.half]
        ratios = process.cdist(
            [case.text], names, scorer=fuzz.partial_ratio, processor=str.casefold
        )[0]
        own = ratios[names.index(case.name)] if case.positive else 0.0
        rows.append((float(own), float(ratios.max())))
    best = max(range(50, 101), key=lambda t: _f1(cases, rows, t))
    told = [(own >= best, most >= best) for own, most in rows]
    return _counted(f"rapidfuzz partial_ratio from {best}", cases, told)


def _f1(cases: list[Case], rows: list[tuple[float, float]], threshold: int) -> float:
    half = [(case, row) for case, row in zip(cases, rows, strict=True) if case.half == "A"]
    found = sum(case.positive and row[0] >= threshold for case, row in half)
    false = sum(not case.positive and row[1] >= threshold for case, row in half)
    asked = sum(case.positive for case, _ in half)
    return 2 * found / (found + false + asked)


def _counted(name: str, cases: list[Case], told: list[tuple[bool, bool]]) -> Peer:
    half = [(case, row) for case, row in zip(cases, told, strict=True) if case.half == "B"]
    right = [row[0] for case, row in half if case.positive]
    wrong = [row[1] for case, row in half if not case.positive]
    return Peer(name, (sum(right), len(right)), (sum(wrong), len(wrong)))
