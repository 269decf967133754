"""Which links of a page to follow first, and which never."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.etree import _Element as Element

from spiders.web import dom
from spiders.web.addresses import KEPT, absolute, plain, site

MOST = 400  # links taken from one page
IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif|svg)$", re.IGNORECASE)
DOCUMENT = re.compile(r"\.(?:pdf|zip|docx?|xlsx?|csv|txt|md|tar\.gz|tgz|gz)$", re.IGNORECASE)
USELESS = re.compile(
    r"\.(?:css|js|mjs|json|ico|svg|woff2?|ttf|mp[34]|m4[av]|webm|mov|avi|exe|dmg|iso|apk|ics|rss"
    r"|atom)$",
    re.IGNORECASE,
)
ACTION = re.compile(
    r"(?:^|[/_.-])(?:log-?(?:in|out)|sign-?(?:in|up|out)|register|account|my-?account|cart|basket"
    r"|checkout|wish-?list|favou?rites|compare|add-to-\w+|password|admin|wp-admin|wp-login\.php"
    r"|cdn-cgi|share|print|feed|unsubscribe|report-abuse)(?:[/_.?-]|$)",
    re.IGNORECASE,
)
FORM = re.compile(
    r"/(?:add|edit|delete|remove|reply|vote|flag|write(?:-a)?(?:-?(?:review|comment))?"
    r"|reviews?/(?:new|create|submit|post)"
    r"|(?:add|post|new|create|submit|leave)-(?:a-)?(?:review|comment|rating|question|message))"
    r"(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
ACTION_QUERY = re.compile(r"^(?:add-to-cart|action|add|remove|logout|replytocom|share|print)$")
CALENDAR = re.compile(
    r"calendar|kalender|/(?:events?|agenda)/.*\d|(?:^|[/=-])(?:19|20)\d\d[/-]\d{1,2}(?:[/-]|$)"
    r"|(?:^|&)(?:date|month|year|day|week)=",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"privacy|cookie|terms|conditions|imprint|impressum|legal|gdpr|datenschutz|shipping|returns"
    r"|contact|about|help|faq|careers|jobs|press|sitemap\.html",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    r"/(?:products?|produkt\w*|produit\w*|item|itm|p|dp|pd|listing|offer|catalog(?:ue)?|shop|sku"
    r"|article|goods|artikel)(?:[/_.-]|$)|-p-?\d+|_\d+(?:/|\.html|$)",
    re.IGNORECASE,
)
PAGING = re.compile(
    r"(?:^|[/?&])(?:page|p|pg|start|offset|seite|paged|pagina)[=/-]?\d+", re.IGNORECASE
)
ANCHORS = "//a[@href] | //area[@href] | //link[@rel='next'][@href]"
NEXT = "contains(concat(' ', @rel, ' '), ' next ') or contains(@class, 'next')"


@dataclass(frozen=True, slots=True)
class Link:
    """An address and how soon to read it; cards and further pages of a listing lead."""

    url: str
    score: int
    listed: bool = False  # a card, or a further page of the same list


@lru_cache(KEPT)
def never(url: str) -> bool:
    """Links that act, log in, ask to be filled in, or lead to nothing that can be read."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    acts = any(ACTION_QUERY.match(name) for name, _ in parse_qsl(parts.query))
    return bool(acts or any(what.search(path) for what in (ACTION, FORM, USELESS)))


@lru_cache(KEPT)
def score(url: str) -> int:
    """How likely an address is to show what is looked for."""
    parts = urlsplit(url)
    asked = f"{parts.path}?{parts.query}"
    if CALENDAR.search(parts.path) or CALENDAR.search(parts.query):
        return -20
    if PAGING.search(asked):
        return 20
    if LEGAL.search(parts.path):
        return -10
    if PRODUCT.search(parts.path):
        return 15
    return 8 if DOCUMENT.search(parts.path) else 5


def find(root: Element, url: str, cards: tuple[str, ...]) -> tuple[Link, ...]:
    """The distinct links to the same site that may be followed, best first."""
    listed = set(cards)
    found: dict[str, Link] = {}
    for element in dom.elements(root, ANCHORS):
        target = plain(absolute(url, str(element.get("href"))) or "")
        if not target or site(target) != site(url) or never(target) or target == plain(url):
            continue
        further = _further(element, target, url)
        points = 30 if target in listed else 20 if further else score(target)
        points -= 8 if "nofollow" in str(element.get("rel") or "") else 0
        found.setdefault(target, Link(target, points, target in listed or further))
    return tuple(sorted(found.values(), key=lambda link: -link.score)[:MOST])


def _further(element: Element, target: str, url: str) -> bool:
    """A further page of the list that this page shows."""
    if element.xpath(f"boolean({NEXT} or parent::*[{NEXT}])"):
        return True
    parts = urlsplit(target)
    same = parts.path.split("/page/")[0].rstrip("/") == urlsplit(url).path.split("/page/")[
        0
    ].rstrip("/")
    return same and bool(PAGING.search(f"{parts.path}?{parts.query}"))


@dataclass(slots=True)
class Trap:
    """Refuses spaces without end: calendars, filters in every combination, paths in circles."""

    shapes: Counter[str] = field(default_factory=Counter)
    queries: Counter[str] = field(default_factory=Counter)
    dates: int = 12
    filters: int = 20
    pages: int = 100

    def catches(self, url: str) -> bool:
        """Whether enough of this shape was read; counts the address otherwise."""
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        if any(count > 2 for count in Counter(segments).values()):  # noqa: PLR2004
            return True
        if CALENDAR.search(parts.path) or CALENDAR.search(parts.query):
            shape = re.sub(r"\d+", "0", parts.path)
            self.shapes[shape] += 1
            return self.shapes[shape] > self.dates
        if not parts.query:
            return False
        limit = self.pages if PAGING.search(f"?{parts.query}") else self.filters
        self.queries[f"{parts.path} {limit}"] += 1
        return self.queries[f"{parts.path} {limit}"] > limit
