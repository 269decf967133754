"""The product of a page from all its markup, and the products it only mentions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from extruct.w3cmicrodata import MicrodataExtractor
from parsel import Selector

from spiders.marketplace import linked_data
from spiders.marketplace.linked_data import Node
from spiders.marketplace.product import Product, joined, of_opengraph, products
from spiders.web.addresses import absolute, place

ALIKE = 0.6
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Marked:
    """`main` is what the page is about; `others` have pages of their own."""

    main: Product | None
    others: tuple[Product, ...] = ()
    notes: tuple[str, ...] = ()


def read(page: Selector, url: str, titles: Sequence[str]) -> Marked:
    """Everything marked up on a page, each syntax filling the gaps of the stronger one."""
    blocks = linked_data.read(page.xpath(_LINKED).getall())
    notes = (f"{blocks.broken} JSON-LD blocks are broken",) if blocks.broken else ()
    tags = opengraph(page)
    shared = of_opengraph(tags, url)
    found = products(blocks.nodes, url) + products(microdata(page, url), url)
    main = _main(found, url, [*titles, shared.name if shared else ""])
    for twin in found if main else ():
        if main and twin.name.casefold() == main.name.casefold():
            main = joined(main, twin)
    if main and shared:
        main = joined(main, shared)
    others = tuple(other for other in found if main is None or other.name != main.name)
    return Marked(main or (shared if not found else None), others, notes)


_LINKED = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]/text()"


def _main(found: Sequence[Product], url: str, titles: Sequence[str]) -> Product | None:
    """The product whose address or name is the page's own; else the only one."""
    here = place(url)
    for product in found:
        own = absolute(url, product.url) if product.url else ""
        if own and place(own) == here:
            return product
    ranked = sorted(found, key=lambda product: _alike(product.name, titles), reverse=True)
    if ranked and (_alike(ranked[0].name, titles) >= ALIKE or len(found) == 1):
        return ranked[0]
    return None


def _alike(name: str, titles: Sequence[str]) -> float:
    name = name.casefold()[:200]
    return max((_close(name, title.casefold()[:200]) for title in titles if title), default=0.0)


def _close(name: str, title: str) -> float:
    return 1.0 if name in title else SequenceMatcher(None, name, title).ratio()


def opengraph(page: Selector) -> Mapping[str, Sequence[str]]:
    """The og: and product: tags of a page."""
    tags: dict[str, list[str]] = {}
    for meta in page.xpath("//meta[@content and (@property or @name)]")[:300]:
        name = str(meta.attrib.get("property") or meta.attrib.get("name")).lower()
        if name.startswith(("og:", "product:")) and meta.attrib["content"].strip():
            tags.setdefault(name, []).append(meta.attrib["content"].strip())
    return tags


def microdata(page: Selector, url: str) -> list[Node]:
    """Microdata in the shape of JSON-LD."""
    if not page.xpath("//*[@itemscope][1]"):
        return []
    try:
        items = MicrodataExtractor(nested=True, strict=False).extract_items(page.root, url)
    except (RecursionError, ValueError, AttributeError):  # what extruct raises on broken nesting
        return []
    return list(linked_data.flatten([_node(item) for item in items]))


def _node(item: Any, level: int = 0) -> Any:
    if isinstance(item, list):
        return [_node(entry, level + 1) for entry in item]
    if not isinstance(item, dict) or level > DEEPEST:
        return item if isinstance(item, str) else ""
    properties = item.get("properties", {})
    values = {name: _node(value, level + 1) for name, value in properties.items()}
    return {"@type": item.get("type", ""), **values} | _value(item)


def _value(item: Mapping[str, Any]) -> dict[str, str]:
    return {"@value": str(item["value"])} if item.get("value") else {}
