"""The one Scrapy pipeline: each item is matched in the pool and recorded in its own thread."""

import asyncio
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from copywatch import job as jobs
from copywatch.fresh import Fresh
from copywatch.frontier import Frontier
from copywatch.installation import Installation
from copywatch.judge import Judge, Judged
from copywatch.pool import Desk, Pool
from copywatch.saving import judge
from matcher.match import Examined
from spiders.sighting import Sighting, read_sighting

T = TypeVar("T")
FIRST = 5


class Matching:
    """Matches and records what a spider yields; the reactor only hands it on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.job = jobs.read(Path(crawler.settings["COPYWATCH_JOB"]))
        self.frontier = Frontier(Path(crawler.settings["COPYWATCH_FRONTIER"]))
        self.clerk = ThreadPoolExecutor(1, "clerk")
        self.shown = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        """Open the rooms in the thread that uses them."""
        self.installation, self.judge = await self.aside(self.open)
        self.crawler.spider.blobs = self.judge.blobs  # type: ignore[union-attr]  # ours has one
        desk = Desk(
            Path(self.job.snapshot),
            self.judge.blobs.root,
            self.installation.keys,
            read_words=self.job.read_words,
        )
        self.pool = Pool(desk, self.job.workers)

    def open(self) -> tuple[Installation, Judge]:
        """The rooms, opened in the clerk's thread."""
        installation = Installation.at(Path(self.job.home))
        return installation, judge(
            installation,
            run=self.job.run,
            watch=self.job.watch,
            first=self.job.first,
            new_assets=self.job.new_assets,
            blobs=Fresh(self.job.blobs),
        )

    async def close_spider(self) -> None:
        """Close what was opened."""
        await self.aside(self.pool.__exit__)
        await self.aside(self.installation.close)
        self.clerk.shutdown()
        self.frontier.close()

    async def aside(self, work: Callable[[], T]) -> T:
        """Run in the clerk's thread, so that no disk holds up the crawl."""
        return await asyncio.get_running_loop().run_in_executor(self.clerk, work)

    async def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Match and record one line; what cannot be read is an error, counted by Scrapy."""
        if item.get("type") == "unseen":
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self.add(
                f"unseen {item['url']}", await self.aside(lambda: self.judge.unseen(item, now))
            )
            self.tell(unseen={key: item.get(key, "") for key in ("url", "state", "why", "robots")})
            return item
        try:
            sighting = read_sighting(item)
        except ValueError as error:
            raise DropItem(str(error), log_level="ERROR") from error
        examined = await self.pool.examine(sighting.contents, sighting.title)
        judged = await self.aside(lambda: self.judge.take(sighting, examined))
        self.add(key_of(sighting), judged)
        self.show(sighting, examined)
        return item

    def add(self, page: str, judged: Judged) -> None:
        """Count the page once, however often it is read."""
        self.frontier.count(page, judged.to_json())

    def show(self, sighting: Sighting, examined: Examined) -> None:
        """Tell the parent how far the crawl is, and of the first pages what could be read."""
        facts: dict[str, Any] = {"url": sighting.url, "matches": len(examined.matches)}
        if self.shown < FIRST:
            facts["first"] = {
                "title": sighting.title[:120],
                "price": sighting.price,
                "currency": sighting.currency,
                "seller": sighting.seller[:60],
                "robots": sighting.robots,
                "contents": [content.type for content in sighting.contents],
            }
        self.shown += 1
        self.tell(**facts)

    def tell(self, **facts: Any) -> None:
        """One line to the parent process."""
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()


def key_of(sighting: Sighting) -> str:
    """One delivery: a large repository comes in several, all at one place."""
    first = sighting.contents[0].where if sighting.contents else ""
    return f"{sighting.place}\n{sighting.url}\n{first}"
