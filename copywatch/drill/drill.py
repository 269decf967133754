"""`copywatch drill`: which disguises of a work are found today, and which are not."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copywatch.drill.disguise import Disguised
from copywatch.drill.judged import judged
from copywatch.drill.plan import Planned, Tell, planned
from copywatch.drill.served import crawled, number_of
from copywatch.drill.tried import Row, Tried
from copywatch.drill.works import Chosen, choose
from copywatch.installation import Installation
from copywatch.pool import Pool
from copywatch.scan import Scanned, lines, scan
from fingerprints.blobs import Blobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """The whole answer."""

    chosen: Chosen
    outcomes: tuple[tuple[Planned, Tried], ...]
    trouble: str = ""  # the crawl met errors, or pages were not seen

    @property
    def rows(self) -> tuple[Row, ...]:
        """One for each disguise, in order."""
        return tuple(
            Row(
                disguise=name,
                tried=tuple(
                    one for plan, one in self.outcomes if plan.disguise == name and plan.page
                ),
                skipped=tuple(
                    one for plan, one in self.outcomes if plan.disguise == name and not plan.page
                ),
            )
            for name in dict.fromkeys(plan.disguise for plan, _ in self.outcomes)
        )


def chosen(installation: Installation, asset: str, parts: int) -> Chosen:
    """So many texts and so many pictures of a work, in memory; raises in words without any."""
    with tempfile.TemporaryDirectory(prefix="copywatch-drill-") as scratch:
        return choose(installation.register, asset, parts, Blobs(Path(scratch)))


def drill(installation: Installation, asset: str, of_it: Chosen, tell: Tell) -> Drilled:
    """Disguise, serve, crawl and match; nothing of it stays on disk, in the record or the index."""
    plans = planned(asset, of_it, tell)
    pages = {n: plan.page for n, plan in enumerate(plans) if plan.page}
    answers, trouble = _answers(installation, list(pages.values()), tell)
    by_plan = {n: answers.get(number) for number, n in enumerate(pages)}
    outcomes = tuple((plan, judged(plan, asset, by_plan.get(n))) for n, plan in enumerate(plans))
    return Drilled(chosen=of_it, outcomes=outcomes, trouble=trouble or _lost(answers, len(pages)))


def _answers(
    installation: Installation, pages: list[Disguised], tell: Tell
) -> tuple[dict[int, Scanned], str]:
    """What the matcher said, by the number of the page, and the crawl's trouble."""
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
        return answers, crawl.trouble


async def _matched(feed: Path, pool: Pool, pages: int, tell: Tell) -> dict[int, Scanned]:
    """The answers by the number of the page."""
    answers: dict[int, Scanned] = {}
    async for answer in scan(lines(feed), pool):
        url = answer.sighting.url if answer.sighting else answer.page
        if (number := number_of(url)) >= 0:
            answers[number] = answer
            tell("matching", len(answers), pages)
    return answers


def _lost(answers: Mapping[int, Scanned], pages: int) -> str:
    lost = pages - len(answers)
    return f"{lost} of {pages} pages were not seen by the crawler" if lost else ""
