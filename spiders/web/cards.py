"""Cards: the parts of a page that only point at other pages, as listings and "related" do."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from spiders.web.addresses import KEPT, absolute, plain, site
from spiders.web.links import IMAGE, never

HIGHEST = 7  # levels to climb
LISTING = 4  # cards that make a page a listing


@dataclass(frozen=True, slots=True)
class Cards:
    """Elements that belong to other pages, and the addresses of those pages in order."""

    elements: frozenset[Element]
    urls: tuple[str, ...]

    @property
    def listing(self) -> bool:
        return len(self.urls) >= LISTING


def find(root: Element, url: str) -> Cards:
    """Linked pictures with all around them that leads nowhere else."""
    elements: dict[Element, str] = {}
    for anchor in root.iter("a"):
        target = _target(anchor, url)
        if target and next(anchor.iter("img"), None) is not None:
            elements[_whole(anchor, target, url)] = target
    return Cards(
        frozenset(elements),
        tuple(dict.fromkeys(url for url in elements.values() if urlsplit(url).path != "/")),
    )


def _target(anchor: Element, url: str) -> str:
    return _other_page(str(anchor.get("href") or ""), url)


@lru_cache(KEPT)
def _other_page(link: str, url: str) -> str:
    """The other page of the same site that a link leads to."""
    target = absolute(url, link) if link else ""
    if not target or IMAGE.search(urlsplit(target).path) or site(target) != site(url):
        return ""
    if never(target) or urlsplit(target).path == urlsplit(url).path:
        return ""
    return plain(target)


def _whole(anchor: Element, target: str, url: str) -> Element:
    """The largest element around a link in which every link leads to the same page."""
    best = anchor
    for _ in range(HIGHEST):
        parent = best.getparent()
        if parent is None or parent.tag in ("body", "main", "html") or _has_title(parent):
            break
        if {_target(link, url) for link in parent.iter("a")} - {"", target}:
            break
        best = parent
    return best


def _has_title(element: Element) -> bool:
    return next(element.iter("h1"), None) is not None
