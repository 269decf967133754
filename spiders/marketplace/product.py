"""A product as a page describes it: JSON-LD first, then microdata, then OpenGraph."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spiders.marketplace.linked_data import Node, first, nodes_of, types
from spiders.marketplace.price import Money, iso, money
from spiders.reading import tidy

PRODUCTS = frozenset(
    ("Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts", "Vehicle")
)
TAGS = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Product:
    """What was marked up; empty where the page says nothing."""

    name: str = ""
    description: str = ""
    brand: str = ""
    sku: str = ""
    mpn: str = ""
    gtin: str = ""
    url: str = ""
    price: Money | None = None
    availability: str = ""
    seller: str = ""
    country: str = ""
    pictures: tuple[str, ...] = ()

    def text(self) -> str:
        """All that is told in words, for matching."""
        lines = (self.name, self.brand, self.mpn, self.sku, self.gtin, self.description)
        return "\n".join(dict.fromkeys(filter(None, lines)))


def of_node(node: Node, url: str = "") -> Product:
    """A Product of JSON-LD or microdata, both in schema.org's words."""
    offers = _offers(node)
    offer = offers[0] if offers else {}
    seller = nodes_of(offer.get("seller") or offer.get("offeredBy"))
    return Product(
        name=first(node.get("name"), "name"),
        description=tidy(TAGS.sub(" ", first(node.get("description")))),
        brand=first(node.get("brand") or node.get("manufacturer"), "name"),
        sku=first(node.get("sku") or offer.get("sku") or node.get("productID")),
        mpn=first(node.get("mpn") or node.get("model"), "name"),
        gtin=_gtin(node) or _gtin(offer),
        url=first(node.get("url") or node.get("@id"), "@id", "url"),
        price=next(filter(None, (_price(entry, url) for entry in offers)), None),
        availability=_ending(first(offer.get("availability"), "@id", "name")),
        seller=first(offer.get("seller") or offer.get("offeredBy"), "name"),
        country=first(seller[0].get("address"), "addressCountry", "name") if seller else "",
        pictures=tuple(_pictures(node.get("image"))),
    )


def _offers(node: Node) -> list[Node]:
    """Offers of the product or of its variants; an AggregateOffer may hold further ones."""
    offers = nodes_of(node.get("offers"))
    offers += [inner for offer in offers for inner in nodes_of(offer.get("offers"))]
    for variant in nodes_of(node.get("hasVariant")):
        offers += nodes_of(variant.get("offers"))
    return offers


def _price(offer: Node, url: str) -> Money | None:
    given = nodes_of(offer.get("priceSpecification"))
    for source in (offer, *given):
        said = first(source.get("price") or source.get("lowPrice"))
        found = money(said, iso(first(source.get("priceCurrency")))) if said else None
        if found:
            outer = iso(first(offer.get("priceCurrency")), url)
            return found if found.currency else Money(found.amount, outer)
    return None


def _gtin(node: Node) -> str:
    names = ("gtin", "gtin13", "gtin14", "gtin12", "gtin8", "isbn")
    return next((text for name in names if (text := first(node.get(name)))), "")


def _ending(text: str) -> str:
    return re.split(r"[/#]", text)[-1].replace(" ", "")


def _pictures(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    return [url for entry in entries[:50] if (url := first(entry, "contentUrl", "url", "@id"))]


def of_opengraph(tags: Mapping[str, Sequence[str]], url: str) -> Product | None:
    """An OpenGraph product; None for pages of another type that name no price."""

    def tag(*names: str) -> str:
        return next((tags[name][0] for name in names if tags.get(name)), "")

    amount = tag("product:price:amount", "og:price:amount", "product:sale_price:amount")
    if "product" not in tag("og:type").lower() and not amount:
        return None
    currency = tag("product:price:currency", "og:price:currency")
    return Product(
        name=tag("og:title"),
        description=tag("og:description"),
        brand=tag("product:brand", "og:brand"),
        sku=tag("product:retailer_item_id", "product:sku"),
        url=tag("og:url"),
        price=money(amount, iso(currency, url)) if amount else None,
        availability=tag("product:availability", "og:availability"),
        pictures=tuple(tags.get("og:image", ())),
    )


def products(nodes: Iterable[Node], url: str) -> list[Product]:
    """The products among the nodes; of the same name and address the fuller one."""
    found: dict[tuple[str, str], Product] = {}
    for node in nodes:
        if types(node) & PRODUCTS and (product := of_node(node, url)).name:
            key = (product.name, product.url)
            found[key] = joined(found[key], product) if key in found else product
    return list(found.values())


def joined(strong: Product, weak: Product) -> Product:
    """The strong one, with its gaps filled from the weak one."""
    names = ("description", "brand", "sku", "mpn", "gtin", "url", "price", "availability")
    gaps = {
        name: getattr(weak, name)
        for name in (*names, "seller", "country", "pictures")
        if not getattr(strong, name)
    }
    return replace(strong, **gaps)
