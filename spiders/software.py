"""Which software made a page: trees of files and pastes have better readers than the generic one.

Read as ordinary pages, a tree of 400 files would be 400 places; its own reader makes it one.
"""

from scrapy.http import HtmlResponse, Response

from spiders.code.hgweb import HgwebSpider
from spiders.code.klaus import KlausSpider
from spiders.paste.bepasty import BepastySpider

KNOWN = (KlausSpider, HgwebSpider, BepastySpider)


def recognise(response: Response) -> str:
    """The name of the spider that reads this software; empty for every other page."""
    if not isinstance(response, HtmlResponse):
        return ""
    return next((kind.name for kind in KNOWN if kind.recognises(response)), "")
