"""How long the crawl's event loop was held up: the 99th percentile belongs under 100 ms."""

import asyncio
import json
import sys
import time
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

EVERY = 0.02  # seconds between beats
KEPT = 200_000


class Pulse:
    """Measures the loop's lateness and tells the parent process at the end, in milliseconds."""

    def __init__(self, crawler: Crawler) -> None:
        self.late: list[float] = []
        crawler.signals.connect(self.start, signal=signals.spider_opened)
        crawler.signals.connect(self.stop, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def start(self) -> None:
        """Begin to beat."""
        self.task = asyncio.get_running_loop().create_task(self.beat())

    async def beat(self) -> None:
        """Sleep a little, and note by how much it was too long."""
        while len(self.late) < KEPT:
            asked = time.perf_counter()
            await asyncio.sleep(EVERY)
            self.late.append((time.perf_counter() - asked - EVERY) * 1000)

    def stop(self) -> None:
        """Write the figures down."""
        self.task.cancel()
        ranked = sorted(self.late)
        if ranked:
            late = {
                name: round(ranked[min(int(len(ranked) * share), len(ranked) - 1)], 1)
                for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
            }
            sys.stdout.write(json.dumps({"loop_ms": late}) + "\n")
            sys.stdout.flush()
