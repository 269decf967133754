"""One HTML page, read: what it is about, what it shows and where it leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element as Element
from parsel import Selector

from fingerprints.content import Code, Content, Table, Text
from spiders.base import META_ROBOTS
from spiders.marketplace import markup
from spiders.marketplace.price import Money, money
from spiders.marketplace.product import Product
from spiders.reading import tidy
from spiders.web import cards, dom, links
from spiders.web.addresses import absolute, place
from spiders.web.decode import decode
from spiders.web.images import picture_urls
from spiders.web.links import Link

FEW = 200  # characters: less than this beside the menus, and the menus are the page
PRICE = (
    "//*[contains(translate(concat(@class,' ',@id,' ',@itemprop),'PRICE','price'),'price')]"
    "[not(ancestor-or-self::del or ancestor-or-self::s or self::meta or self::script)]"
)
OLD_PRICE = re.compile(
    r"old|was|list|strike|compare|regular|ship|sav|discount|rrp|msrp", re.IGNORECASE
)
PRINTED = re.compile(r"[£€¥₹$₽₺₩]|\b(?:EUR|USD|GBP|CHF|PLN|zł|kr)\b")
LANGUAGE = re.compile(r"(?:language-|lang-|highlight-source-|brush:\s*)([\w+#-]+)")
CODE = "//pre | //code[not(ancestor::pre)]"
TABLE = "//table[not(.//table)][not(.//pre)]"
ROWS, COLUMNS = 5_000, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as plain values."""

    url: str
    place: str
    title: str = ""
    contents: tuple[Content, ...] = ()
    pictures: tuple[str, ...] = ()
    product: Product | None = None
    price: Money | None = None
    links: tuple[Link, ...] = ()
    listing: bool = False
    meta_robots: str = ""
    notes: tuple[str, ...] = ()


def read(url: str, body: bytes, content_type: str = "", *, alone: bool = False) -> Page:
    """Read a page; unless it is read `alone`, what belongs to other pages is left to them."""
    decoded = decode(body, content_type)
    if dom.depth(decoded.text) > dom.DEEPEST:
        text = dom.without_tags(decoded.text)
        notes = (*decoded.notes, "nested too deep: only its text was read")
        return Page(url=url, place=place(url), contents=(Text(text, where="page"),), notes=notes)
    return _read(url, dom.tree(decoded.text), decoded.notes, alone=alone)


def _read(url: str, page: Selector, notes: tuple[str, ...], *, alone: bool) -> Page:
    root: Element = page.root
    base = absolute(url, page.xpath("string(//base/@href)").get() or "") or url
    pointing = cards.find(root, url)
    skip = frozenset() if alone else pointing.elements
    titles = _titles(page)
    marked = markup.read(page, url, titles)
    product = marked.main
    claimed = page.xpath("string(//link[@rel='canonical']/@href)").get() or ""
    claimed = absolute(base, claimed or (product.url if product else ""))
    price = product.price if product and product.price else _printed_price(page, url, skip)
    listed = tuple(absolute(base, other.url) for other in marked.others if other.url)
    return Page(
        url=url,
        place=place(url, claimed),
        title=(product.name if product else "") or next(iter(titles), ""),
        contents=tuple(_contents(root, product, skip)),
        pictures=picture_urls(page, base, product.pictures if product else (), skip),
        product=product,
        price=price,
        links=links.find(root, base, pointing.urls + listed),
        listing=product is None and (pointing.listing or len(listed) >= cards.LISTING),
        meta_robots=", ".join(page.xpath(META_ROBOTS).getall()[:3]),
        notes=(*notes, *marked.notes),
    )


def _titles(page: Selector) -> list[str]:
    """Names of the page, best first: a single heading, the shared title, the tab's title."""
    headings = [tidy("".join(h.xpath(".//text()").getall())) for h in page.xpath("//h1")[:5]]
    headings = list(dict.fromkeys(filter(None, headings)))
    shared = page.xpath("string(//meta[@property='og:title']/@content)").get() or ""
    tab = page.xpath("string(//head/title | //title)").get() or ""
    named = [*(headings if len(headings) == 1 else []), tidy(shared), tidy(tab), *headings]
    return [title[:500] for title in named if title]


def _contents(
    root: Element, product: Product | None, skip: frozenset[Element]
) -> Iterator[Content]:
    if product:
        yield Text(product.text(), where="product markup")
    main = dom.text(root, skip | {element for element in root.iter() if dom.around(element)})
    whole = main if len(main) >= FEW else dom.text(root, skip)
    language = str(root.get("lang") or "")[:20]
    if whole:
        yield Text(whole, language=language, where="page")
    yield from _codes(root)
    yield from _tables(root, skip)


def _codes(root: Element) -> Iterator[Code]:
    for number, block in enumerate(dom.elements(root, CODE)[:200]):
        body = "".join(str(piece) for piece in block.itertext()).strip("\n")
        if body.count("\n") >= 1:
            marks = " ".join(dom.attribute(near, "class") for near in _near(block))
            named = LANGUAGE.search(marks)
            yield Code(body[: dom.TEXT_LIMIT], named[1] if named else "", f"{block.tag}[{number}]")


def _near(block: Element) -> Iterator[Element]:
    """Where the language of a block of code is noted: around it, on it, or inside."""
    parent = block.getparent()
    if parent is not None:
        yield parent
    yield from islice(block.iter("*"), 5)


def _tables(root: Element, skip: frozenset[Element]) -> Iterator[Table]:
    for number, table in enumerate(dom.elements(root, TABLE)[:50]):
        if skip and any(parent in skip for parent in table.iterancestors()):
            continue
        rows = tuple(
            tuple(tidy("".join(map(str, cell.itertext())))[:2_000] for cell in cells[:COLUMNS])
            for row in table.iter("tr")
            if (cells := dom.elements(row, "./td | ./th"))
        )[:ROWS]
        if len(rows) > 1 and max(map(len, rows)) > 1:
            yield Table(rows, where=f"table[{number}]")


def _printed_price(page: Selector, url: str, skip: frozenset[Element]) -> Money | None:
    """A price in an element that calls itself one, outside of cards; the first with a currency."""
    for element in page.xpath(PRICE)[:60]:
        root: Element = element.root
        text = tidy("".join(map(str, root.itertext())))
        marks = f"{root.get('class')} {root.get('id')}"
        if len(text) > 60 or not PRINTED.search(text) or OLD_PRICE.search(marks):  # noqa: PLR2004
            continue
        if not any(
            parent in skip or dom.around(parent) for parent in (root, *root.iterancestors())
        ):
            found = money(text, url=url)
            if found and found.amount > 0:
                return found
    return None
