"""The demo's market place: schema.org markup, cards, and some hostile pages."""

import json
from collections.abc import Sequence
from html import escape

from copywatch.demo import copies, texts
from copywatch.demo.pages import Truth, card, cards, page
from copywatch.demo.server import MISSING, Answer, Asked, Site, html, plain
from copywatch.demo.stock import Item

NAME = "Harbour Market"
PER_PAGE = 9
MICRODATA = {
    "all": ' itemscope itemtype="https://schema.org/Product"',
    "name": ' itemprop="name"',
    "image": ' itemprop="image"',
    "text": ' itemprop="description"',
    "offer": ' itemprop="offers" itemscope itemtype="https://schema.org/Offer"',
    "price": ' itemprop="price"',
    "seller": ' itemprop="seller" itemscope itemtype="https://schema.org/Organization"',
}
ROBOTS = "User-agent: *\nDisallow: /desk/\n"


def truths(base: str, wares: Sequence[Item]) -> list[Truth]:
    """Every place of the market; the guide quotes one sentence, which anybody may."""
    host = base.removeprefix("http://")
    found = [
        Truth(
            place=f"{host}/p/{item.slug}",
            channel="marketplace",
            assets=item.assets,
            authorised=item.authorised,
        )
        for item in wares
    ]
    others = ("", "/list/2", "/list/3", "/guides/garden-pump", "/p/poster", "/p/catalogue")
    return [*found, *(Truth(place=f"{host}{path}", channel="web") for path in others)]


def site(elsewhere: str, goods: Sequence[Item]) -> Site:
    """The market; `elsewhere` is a port of loopback that nobody may be led to."""
    wares = {item.slug: item for item in goods}
    hostile = {
        "/p/catalogue": Answer(copies.bomb(), headers={"Content-Encoding": "gzip"}),
        "/p/outlet": Answer(b"", status=302, headers={"Location": f"{elsewhere}/inside"}),
        "/pictures/poster.png": Answer(copies.giant_png(), "image/png"),
        "/p/poster": html(page("Wall poster, very large", _poster(), NAME)),
    }
    fixed = {
        "/robots.txt": plain(ROBOTS),
        "/guides/garden-pump": html(page("How to choose a garden pump", _guide(), NAME)),
        **hostile,
    }

    def answer(asked: Asked) -> Answer:
        if asked.path in fixed:
            return fixed[asked.path]
        first, _, rest = asked.path.strip("/").partition("/")
        if first in ("", "list"):
            return html(listing(int(rest) if rest.isdigit() else 1, goods))
        if first == "pictures" and (item := wares.get(rest.removesuffix(".jpg"))):
            return Answer(item.picture, "image/jpeg")
        if first == "p" and rest in wares:
            return html(product(wares[rest]))
        if first == "events":
            return html(month(rest))
        return MISSING

    return answer


def listing(number: int, wares: Sequence[Item]) -> str:
    """One page of tiles, and the way to the next."""
    shown = wares[(number - 1) * PER_PAGE : number * PER_PAGE]
    tiles = [
        card(f"/p/{item.slug}", f"/pictures/{item.slug}.jpg", item.title, f"{item.price:.2f} EUR")
        for item in shown
    ]
    more = (
        [f'<a rel="next" href="/list/{number + 1}">More</a>']
        if number * PER_PAGE < len(wares)
        else []
    )
    links = ["/guides/garden-pump", "/p/poster", "/p/catalogue", "/p/outlet", "/events/2026/11"]
    more += [f'<a href="{link}">{link.strip("/").replace("/", " ")}</a>' for link in links]
    return page(
        f"All goods, page {number}", f"<h1>All goods</h1>{cards(tiles)}{' · '.join(more)}", NAME
    )


def product(item: Item) -> str:
    """A product page with the markup that its seller uses."""
    hostile = item.markup == "broken"
    title = item.title if hostile else escape(item.title)
    words = item.words if hostile else escape(item.words)
    seller = item.seller if hostile else escape(item.seller)
    marks = MICRODATA if item.markup == "microdata" else dict.fromkeys(MICRODATA, "")
    body = f"""<article{marks["all"]}><h1{marks["name"]}>{title}</h1>
<img class="large"{marks["image"]} src="/pictures/{item.slug}.jpg" alt="">
<p{marks["text"]}>{words}</p>
<p{marks["offer"]}>
<span class="price"{marks["price"]} content="{item.price:.2f}">{item.price:.2f} EUR</span>
<meta itemprop="priceCurrency" content="EUR"> sold by
<span{marks["seller"]}><b itemprop="name">{seller}</b>, {item.country}</span></p></article>"""
    return page(item.title, body, NAME, head=_linked(item), escaped=not hostile)


def _linked(item: Item) -> str:
    if item.markup == "broken":
        return '<script type="application/ld+json">{"@type": "Product", "name": "x",,,</script>'
    if item.markup != "json-ld":
        return ""
    address = {"@type": "PostalAddress", "addressCountry": item.country}
    node = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": item.title,
        "description": item.words,
        "image": [f"/pictures/{item.slug}.jpg"],
        "offers": {
            "@type": "Offer",
            "price": f"{item.price:.2f}",
            "priceCurrency": "EUR",
            "seller": {"@type": "Organization", "name": item.seller, "address": address},
        },
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def month(path: str) -> str:
    """A calendar without end."""
    digits = [int(part) for part in path.split("/") if part.isdigit()][:2]
    year, number = (*digits, 2026, 11)[:2]
    after = f"{year + number // 12}/{number % 12 + 1}"
    body = f'<h1>Events in {year}/{number}</h1><p>None.</p><a href="/events/{after}">later</a>'
    return page("Events", body, NAME)


def _guide() -> str:
    title, _, body = texts.text("sites/pump_guide.md").partition("\n")
    return f"<h1>{escape(title)}</h1><p>{escape(body)}</p>"


def _poster() -> str:
    return '<h1>Wall poster</h1><img src="/pictures/poster.png" alt=""><p>It is very large.</p>'
