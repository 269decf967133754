"""All numbers that decide; those that were learnt lie in `fingerprints/known/verdict.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fingerprints.background import FOLDER

LEARNT = "verdict.json"  # written by `python -m benchmarks.text.train`
Slopes = Mapping[str, Mapping[str, tuple[float, ...]]]  # by kind and reason, for ten bits each


@cache
def learnt(path: Path = FOLDER / LEARNT) -> dict[str, Any]:
    """What half A taught: doubt, slopes and calibration."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One setting ships."""

    hit: float = 0.5  # score from which a match is a copy
    shared: float = 0.35  # from here a shared element, below a near miss
    near: float = 2e-3  # score of a near miss that is told, at least
    copy: float = 0.6  # share of the part from which a copy is whole
    least: float = 45.0  # bits, below which nothing is a hit
    remark: float = 120.0  # the same where comments are shared and less code than this:
    code: float = 20.0
    quoted: float = 240.0  # the same for prose, where a sentence or two are a quotation
    public: int = 20  # shared marks of licences and idiom that are worth a word
    publics: int = 8  # parts of one view that are looked at for public text alone
    doubt: float = field(default_factory=lambda: learnt()["doubt"])  # log-odds before any evidence
    entries: int = field(default_factory=lambda: learnt()["entries"])  # of the register learnt with
    slopes: Slopes = field(default_factory=lambda: learnt()["slopes"])
    calibration: tuple[tuple[float, float], ...] = field(
        default_factory=lambda: tuple((low, chance) for low, chance in learnt()["calibration"])
    )  # from this score on, this share were copies
    step: Mapping[str, int] = field(
        default_factory=lambda: {
            "text_chars@1": 24,
            "text_words@1": 30,
            "code_tokens@1": 120,
            "code_members@1": 400,
        }
    )  # characters put in or left out between two marks of one stretch
    region: int = 1  # hashes in a row that make a region
    seed: float = 20.0  # bits from which a piece of code is followed on both sides
    followed: int = 6  # parts of one view that are followed though their streams tell little
    candidates: int = 32  # entries aligned for one view and stream
    listed: int = 64  # candidates of one content that are named, those that share most


SHIPPED = Thresholds()
