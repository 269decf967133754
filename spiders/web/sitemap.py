"""Sitemaps (sitemaps.org): lists of addresses and lists of lists, read within bounds."""

from dataclasses import dataclass

from lxml import etree
from scrapy.utils.gz import gunzip

LARGEST = 16 * 1024 * 1024
MOST = 50_000  # addresses per file, as the protocol says
START = b"<"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Addresses of pages and of further sitemaps, in the order of the file."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def unpacked(body: bytes) -> bytes:
    """The XML, also out of a .gz; what unpacks to more than the limit is cut off by an error."""
    return gunzip(body, max_size=LARGEST) if body[:2] == b"\x1f\x8b" else body


def looks_like_one(body: bytes) -> bool:
    head = body[:1_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head[:1] == START and (b"<urlset" in head or b"<sitemapindex" in head)


def read(body: bytes) -> Sitemap:
    """Read a sitemap; what is broken from some point on gives what stood before it."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    root = etree.fromstring(body[:LARGEST].strip(), parser)
    if root is None:
        return Sitemap()
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for entry in root:
        kind = etree.QName(entry).localname if isinstance(entry.tag, str) else ""
        address = next((child.text for child in entry if str(child.tag).endswith("}loc")), None)
        address = address or next((child.text for child in entry if child.tag == "loc"), None)
        if kind in found and address and len(found[kind]) < MOST:
            found[kind].append(address.strip())
    return Sitemap(tuple(found["url"]), tuple(found["sitemap"]))
