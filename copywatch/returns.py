"""Before a crawl ends, the pages of known hits that it did not meet are asked for.

A listing that nothing links to any more is either gone, which is news, or still there.
"""

from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from copywatch import job as jobs
from spiders.base import CopywatchSpider


class Returns:
    """Asks once, when nothing else is left to do; what was met already is not asked again."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.urls = jobs.read(Path(crawler.settings["COPYWATCH_JOB"])).revisit
        crawler.signals.connect(self.idle, signal=signals.spider_idle)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def idle(self, spider: CopywatchSpider) -> None:
        """The crawl has run dry."""
        urls, self.urls = self.urls, ()
        assert self.crawler.engine is not None
        for url in urls:
            self.crawler.engine.crawl(spider.ask(url, spider.revisited))
        if urls:
            raise DontCloseSpider
