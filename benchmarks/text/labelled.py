"""Information rows: IR-Plag (independent solutions or copies) and automatically obfuscated Java."""

import os
from pathlib import Path

from benchmarks.text.measure import protect
from fingerprints.content import Code, Text
from matcher.page import Matcher

DATA = Path(os.environ.get("COPYWATCH_BENCH_DATA", "../shared/data")) / "code"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def score(matcher: Matcher, body: str, asset: str) -> float:
    """The score of an asset, hit or near miss."""
    examined = matcher.examine([Text(body)])
    told = [match.score for match in examined.matches if match.asset == asset]
    return max([*told, *(near.score for near in examined.near if near.asset == asset)], default=0.0)


def area(pairs: list[tuple[float, bool]]) -> float:
    """The area under the ROC curve (Mann-Whitney), ties count half."""
    copies = [value for value, copy in pairs if copy]
    others = [value for value, copy in pairs if not copy]
    wins = sum((c > o) + (c == o) / 2 for c in copies for o in others)
    return wins / (len(copies) * len(others))


def irplag(folder: Path) -> tuple[float, float, int] | None:
    """(AUC, recall at no more than one false positive, pairs); None without the data."""
    pairs: list[tuple[float, bool]] = []
    for case in sorted((DATA / "irplag").glob("case-*")):
        original = next((case / "original").rglob("*.java"))
        matcher = protect([(case.name, Code(_read(original)))], folder / case.name)
        for path in sorted(case.rglob("*.java")):
            if path != original:
                copy = "non-plagiarized" not in path.parts
                pairs.append((score(matcher, _read(path), case.name), copy))
    if not pairs:
        return None
    limit = sorted((value for value, copy in pairs if not copy), reverse=True)[1]
    copies = [value for value, copy in pairs if copy]
    return area(pairs), sum(value > limit for value in copies) / len(copies), len(pairs)


def obfuscated(folder: Path) -> tuple[float, int] | None:
    """(AUC at level 5, variants): a variant against its own program and the two others."""
    root = DATA / "obfuscated-java"
    bases = {
        path.name: "\n".join(_read(file) for file in sorted(path.rglob("*.java")))
        for path in sorted((root / "base").glob("*"))
    }
    if not bases:
        return None
    matcher = protect([(name, Code(body)) for name, body in bases.items()], folder / "java")
    pairs = []
    for variant in sorted((root / "variants").glob("*-5/*")):
        body = "\n".join(_read(file) for file in sorted(variant.rglob("*.java")))
        own = variant.parent.name.split("-")[0]
        pairs += [(score(matcher, body, name), name == own) for name in bases]
    return area(pairs), len(pairs) // len(bases)
