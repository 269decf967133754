"""The two halves: which works are protected, which pages stay after setting apart."""

import hashlib
import json
from dataclasses import dataclass

from benchmarks.archives import LIST
from benchmarks.common import cache_root
from benchmarks.text import apart as script
from benchmarks.text.pages import Side, side
from benchmarks.text.sources import EDITIONS, Document, load, rank

REPORTED = {"A": 5_000, "B": 10_000}


@dataclass(frozen=True, slots=True)
class Half:
    """Works, the innocent pages that are reported, and those set aside with the reason."""

    name: str
    side: Side
    pages: list[Document]
    aside: dict[str, str]
    seen: int  # pages looked at by the script that sets aside


def half(name: str, *, quick: bool = False) -> Half:
    """One half; the script's answer is kept as long as script and list are the same."""
    works, others = load(name, "protected", quick=quick), load(name, "negative", quick=quick)
    others.sort(key=rank)
    aside = _aside(name, works, others, quick=quick)
    stay = [page for page in others if page.name not in aside]
    return Half(name, side(works, stay), stay[: REPORTED[name]], aside, len(others))


def _aside(
    name: str, works: list[Document], others: list[Document], *, quick: bool
) -> dict[str, str]:
    assert script.__file__ is not None
    with open(script.__file__, "rb") as file:  # noqa: PTH123 - the module's own file
        version = hashlib.sha256(
            file.read() + LIST.read_bytes() + bytes(EDITIONS.values())
        ).hexdigest()
    kept = cache_root() / "apart" / f"{name}{'-quick' if quick else ''}-{version[:16]}.json"
    if not kept.is_file():
        pages = ((page.name, page.body) for page in others)
        _, aside = script.apart(pages, [work.body for work in works])
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(aside), encoding="utf-8")
    found: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    return found
