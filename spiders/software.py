"""Which software made a page: trees of files and pastes have better readers than the generic one.

Read as ordinary pages, a tree of 400 files would be 400 places; its own reader makes it one.
"""

import re
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response

from spiders.code.hgweb import HgwebSpider
from spiders.code.klaus import KlausSpider
from spiders.paste.bepasty import BepastySpider

KNOWN = (KlausSpider, HgwebSpider, BepastySpider)
# The address of a file as it is stored, which says nothing itself: what stands before it, does.
STORED = re.compile(r"^(?P<front>/.*?)(?:raw(?:-file)?/.+|[A-Za-z0-9]{8}/\+(?:download|inline))$")


def front(url: str) -> str:
    """The page that may tell which software stores a file; empty when the address shows none."""
    parts = urlsplit(url)
    found = STORED.match(parts.path)
    return f"{parts.scheme}://{parts.netloc}{found['front']}" if found else ""


def recognise(response: Response) -> str:
    """The name of the spider that reads this software; empty for every other page."""
    if not isinstance(response, HtmlResponse):
        return ""
    return next((kind.name for kind in KNOWN if kind.recognises(response)), "")
