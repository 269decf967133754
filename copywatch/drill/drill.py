"""`copywatch drill`: which disguises of a work are found today, and which are not."""

import asyncio
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copywatch.drill.disguise import Disguise, Disguised, TooSmall
from copywatch.drill.disguises import DISGUISES
from copywatch.drill.served import crawled, number_of
from copywatch.drill.works import Chosen, Piece, choose
from copywatch.installation import Installation
from copywatch.pool import Pool
from copywatch.scan import Scanned, lines, scan
from fingerprints.blobs import Blobs
from matcher.match import HITS, Examined

Tell = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One part in one disguise: found or not, and why not."""

    part: str
    found: bool = False
    verdict: str = ""
    score: float = 0.0
    kind: str = ""
    unwrapped: tuple[str, ...] = ()
    why: str = ""  # it was not found, or could not be tried

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "part": self.part, "found": self.found, "verdict": self.verdict,
            "score": round(self.score, 4), "kind": self.kind, "unwrapped": list(self.unwrapped),
            "why": self.why,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One disguise over all chosen parts."""

    disguise: str
    tried: tuple[Tried, ...] = ()
    skipped: tuple[Tried, ...] = ()  # the part is too small for it

    @property
    def found(self) -> int:
        return sum(one.found for one in self.tried)

    @property
    def state(self) -> str:
        """In a word: found, in part, not found, not tried."""
        if not self.tried:
            return "not tried"
        return "found" if self.found == len(self.tried) else "in part" if self.found else "missed"

    @property
    def score(self) -> float:
        """The lowest score of those that were found, else the best of those that were not."""
        hits = [one.score for one in self.tried if one.found]
        return min(hits) if hits else max((one.score for one in self.tried), default=0.0)

    def to_json(self, asset: str) -> dict[str, Any]:
        """One line of `--json`."""
        return {
            "asset": asset,
            "disguise": self.disguise,
            "state": self.state,
            "pages": len(self.tried),
            "found": self.found,
            "score": round(self.score, 4),
            "parts": [one.to_json() for one in (*self.tried, *self.skipped)],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """The whole answer."""

    rows: tuple[Row, ...]
    chosen: Chosen
    trouble: str = ""  # the crawl met errors, or pages were not seen
    unseen: Mapping[int, str] = field(default_factory=dict)


def drill(installation: Installation, asset: str, parts: int, tell: Tell) -> Drilled:
    """Disguise, serve, crawl and match; nothing of it stays on disk, in the record or the index."""
    with tempfile.TemporaryDirectory(prefix="copywatch-drill-") as scratch:
        chosen = choose(installation.register, asset, parts, Blobs(Path(scratch)))
    plan, pages, skipped = _made(asset, chosen.pieces)
    seen = 0

    def told(_facts: Mapping[str, Any]) -> None:
        nonlocal seen
        seen += 1
        tell("crawling", min(seen, len(pages)), len(pages))

    tell("crawling", 0, len(pages))
    with crawled(installation, pages, told) as crawl:
        with Pool(
            installation.desk(Blobs(crawl.bodies)), installation.config.crawl.workers
        ) as pool:
            answers = asyncio.run(_matched(crawl.feed, pool, len(pages), tell))
        trouble = crawl.trouble
    tried = [
        (disguise, _judged(piece, asset, answers.get(number)))
        for number, (disguise, piece) in enumerate(plan)
    ]
    rows = tuple(
        Row(
            disguise=name,
            tried=tuple(one for disguise, one in tried if disguise == name),
            skipped=tuple(one for disguise, one in skipped if disguise == name),
        )
        for name in dict.fromkeys(d.name for d in DISGUISES if _suits(d, chosen.pieces))
    )
    return Drilled(rows=rows, chosen=chosen, trouble=trouble or _lost(answers, len(pages)))


def _suits(disguise: Disguise, pieces: Sequence[Piece]) -> bool:
    return any(disguise.for_code if piece.is_code else disguise.for_prose for piece in pieces)


def _made(
    asset: str, pieces: Sequence[Piece]
) -> tuple[list[tuple[str, Piece]], list[Disguised], list[tuple[str, Tried]]]:
    """Every part in every disguise that suits it, the same each time; what is too small apart."""
    plan: list[tuple[str, Piece]] = []
    pages: list[Disguised] = []
    skipped: list[tuple[str, Tried]] = []
    for disguise in DISGUISES:
        for piece in (piece for piece in pieces if _suits(disguise, [piece])):
            chance = random.Random(f"{asset}/{piece.part}/{disguise.name}")  # noqa: S311 - no secret
            try:
                pages.append(disguise.make(piece.body, piece.language, chance))
                plan.append((disguise.name, piece))
            except TooSmall as error:
                skipped.append((disguise.name, Tried(part=piece.part, why=str(error))))
    return plan, pages, skipped


async def _matched(feed: Path, pool: Pool, pages: int, tell: Tell) -> dict[int, Scanned]:
    """The answers by the number of the page."""
    answers: dict[int, Scanned] = {}
    async for answer in scan(lines(feed), pool):
        url = answer.sighting.url if answer.sighting else answer.page
        if (number := number_of(url)) >= 0:
            answers[number] = answer
            tell("matching", len(answers), pages)
    return answers


def _judged(piece: Piece, asset: str, answer: Scanned | None) -> Tried:
    if answer is None or answer.unseen:
        why = answer.unseen.get("why", "") if answer else ""
        return Tried(part=piece.part, why=f"the crawler did not see it{f': {why}' if why else ''}")
    examined = answer.examined
    match = next((m for m in examined.matches if m.asset == asset and m.verdict in HITS), None)
    if match is None:
        return _missed(piece, asset, examined)
    best = match.evidence[0]
    return Tried(
        part=piece.part,
        found=True,
        verdict=match.verdict,
        score=match.score,
        kind=best.kind,
        unwrapped=best.unwrapped,
    )


def _missed(piece: Piece, asset: str, examined: Examined) -> Tried:
    """Not found: the nearest miss, else what the page shares, else what could not be read."""
    near = next((miss for miss in examined.near if miss.asset == asset), None)
    if near is not None:
        why = f"alike {near.score:.2f}, a hit from {near.threshold:.2f} on"
        return Tried(part=piece.part, score=near.score, kind=near.kind, why=why)
    shared = max((c[3] for c in examined.candidates if c[0] == asset), default=0)
    if shared:
        return Tried(part=piece.part, why=f"shares {shared} marks, too few")
    why = next(iter(examined.unreadable), "") or "shares no mark with the work"
    return Tried(part=piece.part, why=why)


def _lost(answers: Mapping[int, Scanned], pages: int) -> str:
    lost = pages - len(answers)
    return f"{lost} of {pages} pages were not seen by the crawler" if lost else ""
