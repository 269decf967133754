"""A spider without a reactor and without a network, to call its methods."""

from pathlib import Path
from typing import TypeVar

from scrapy.utils.test import get_crawler

from spiders import settings as ours
from spiders.base import CopywatchSpider

AnySpider = TypeVar("AnySpider", bound=CopywatchSpider)
LEFT_OUT = ("TWISTED_REACTOR", "DOWNLOAD_HANDLERS")


def alone(kind: type[AnySpider], blobs: Path) -> AnySpider:
    """The spider under our settings, its blobs in the folder."""
    names = [name for name in dir(ours) if name.isupper() and name not in LEFT_OUT]
    values = {name: getattr(ours, name) for name in names} | {"COPYWATCH_BLOBS": str(blobs)}
    return kind.from_crawler(get_crawler(kind, values))
