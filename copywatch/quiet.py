"""Log lines of a crawl that name pages, never what stands on them."""

from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Scrapy logs whole items; ours hold crawled text, which may be a leaked work."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> LogFormatterResult:
        return super().scraped(named(item), response, spider)

    def dropped(
        self, item: Any, exception: BaseException, response: Any, spider: Spider
    ) -> LogFormatterResult:
        return super().dropped(named(item), exception, response, spider)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:  # fmt: skip
        return super().item_error(named(item), exception, response, spider)


def named(item: Any) -> str:
    """What may be said of an item: its kind and its page."""
    return f"{item.get('type', 'item')} of {item.get('url', 'a page')}"
