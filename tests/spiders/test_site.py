"""The generic reader on whole sites, crawled for real: what is read first, and what never ends."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from spiders.sighting import read_sighting
from tests.spiders.crawl import Answer, Asked, Seen, Site, page, run_spider, serve
from tests.spiders.test_guards import png

BUDGET = 50
PRODUCTS = 24


def product(asked: Asked) -> Answer:
    number = re.findall(r"\d+", asked.path)[0]
    data = {
        "@type": "Product",
        "name": f"Bracket {number}",
        "sku": f"B-{number}",
        "url": f"/p/bracket-{number}",
        "offers": {"price": f"{number}.50", "priceCurrency": "CHF", "seller": {"name": "Lotte"}},
    }
    return page(
        f"<script type='application/ld+json'>{{broken</script>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        f"<h1>Bracket {number}</h1><p>Holds a shelf of any length.</p><img src='/img/{number}.png'>"
        f"<aside><a href='/p/bracket-1?utm_source=x'><img src='/img/1.png'></a></aside>"
        "<a href='/calendar'>Open days</a><a href='/basket/add/?action=add'>Buy</a>"
    )


def listing(asked: Asked) -> Answer:
    number = int((re.findall(r"page=(\d+)", asked.path) or ["1"])[0])
    first = (number - 1) * 8 + 1
    tiles = "".join(
        f"<li><a href='/p/bracket-{n}?ref=list'><img src='/img/{n}.png'></a> Bracket {n}</li>"
        for n in range(first, min(first + 8, PRODUCTS + 1))
    )
    more = f"<a rel=next href='/shop?page={number + 1}'>next</a>" if number < 3 else ""
    facets = "".join(f"<a href='/shop?colour={asked.count}{n}&w={n}'>{n}</a>" for n in range(30))
    return page(f"<h1>Brackets</h1><ul>{tiles}</ul>{more}<div>{facets}</div>")


def calendar(asked: Asked) -> Answer:
    year, month = map(int, (re.findall(r"(\d{4})/(\d+)", asked.path) or [("2026", "1")])[0])
    days = "".join(f"<a href='/calendar/{year}/{month}/{day}'>{day}</a>" for day in range(1, 29))
    return page(f"<h1>Open days</h1><a href='/calendar/{year + 1}/{month}'>later</a>{days}")


ROUTES: dict[str, Answer | Callable[[Asked], Answer]] = {
    "/": page("<h1>Shelf Works</h1><a href='/shop'>All</a><a href='/calendar'>Days</a>"
              "<a href='/account/login'>Log in</a><a href='/a/a/a/a'>Circle</a>"
              "<a href='/sheet.txt'>Sheet</a><a href='https://else.example/'>Else</a>"),
    "/shop*": listing,
    "/p/*": product,
    "/calendar*": calendar,
    "/img/*": png(),
    "/basket/*": page("bought!"),
    "/account/*": page("<form><input type=password></form>"),
    "/sheet.txt": Answer(b"Load per bracket: 40 kg.\n" * 3, headers={"Content-Type": "text/plain"}),
}  # fmt: skip


@dataclass
class World:
    site: Site
    seen: Seen

    def asked(self, start: str) -> set[str]:
        return {path for path in self.site.paths() if path.startswith(start)}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serve(ROUTES) as site:
        yield World(site, run_spider("site", [site.url], allow=[site], pages=BUDGET))


def test_every_product_is_found_before_the_budget_is_spent(world: World) -> None:
    places = {s["place"] for s in world.seen.sightings if s["channel"] == "marketplace"}
    assert places == {f"{world.site.netloc}/p/bracket-{n}" for n in range(1, PRODUCTS + 1)}


def test_tracking_and_variants_lead_to_one_place_asked_once(world: World) -> None:
    assert len(world.asked("/p/bracket-1")) == len({f"/p/bracket-{n}" for n in range(10, 20)}) + 1


def test_the_picture_of_a_neighbour_is_not_taken(world: World) -> None:
    line = world.seen.of(world.site.url + "p/bracket-2")
    urls = [urlsplit(part["url"]).path for part in line["contents"] if part["type"] == "image"]
    assert urls == ["/img/2.png"]


def test_a_listing_has_neither_the_pictures_nor_the_words_of_its_products(world: World) -> None:
    line = read_sighting(world.seen.of(world.site.url + "shop"))
    assert [content.type for content in line.contents] == ["text"]
    assert "Bracket 3" not in str(line.contents)
    assert line.channel == "web"


def test_a_product_is_read_though_a_block_beside_it_is_broken(world: World) -> None:
    line = read_sighting(world.seen.of(world.site.url + "p/bracket-7"))
    assert (line.title, line.price, line.currency, line.seller) == (
        "Bracket 7",
        7.5,
        "CHF",
        "Lotte",
    )
    assert line.notes == ("1 JSON-LD blocks are broken",)


def test_a_calendar_without_end_and_filters_without_number_are_left(world: World) -> None:
    assert 1 <= len(world.asked("/calendar")) <= 40
    assert len([path for path in world.asked("/shop") if "colour" in path]) <= 20
    assert world.asked("/a/a") == set()


def test_nothing_is_bought_and_no_login_is_tried(world: World) -> None:
    assert world.asked("/basket") == world.asked("/account") == set()


def test_the_budget_is_kept(world: World) -> None:
    pages = [path for path in world.site.paths() if not path.startswith(("/img", "/robots"))]
    assert len(pages) <= BUDGET
    assert world.seen.stats["copywatch/pages"] == len(pages)


def test_a_spent_budget_is_told_once_and_counted_for_each_page(world: World) -> None:
    told = [line for line in world.seen.unseen if line["reason"] == "budget"]
    assert len(told) == 1
    assert world.seen.stats["copywatch/refused/budget"] > 1


def test_a_plain_file_is_read_as_it_is(world: World) -> None:
    line = read_sighting(world.seen.of(world.site.url + "sheet.txt"))
    assert line.title == "sheet.txt"
    assert "Load per bracket: 40 kg." in getattr(line.contents[0], "body", "")


def xml(body: str, *, pack: bool = False) -> Answer:
    data = body.encode()
    kind = "application/gzip" if pack else "application/xml"
    return Answer(gzip.compress(data) if pack else data, headers={"Content-Type": kind})


def test_sitemaps_of_sitemaps_are_read_packed_or_not() -> None:
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    routes: dict[str, Answer | Callable[[Asked], Answer]] = {"/p/*": product, "/img/*": png()}
    with serve(routes) as site:
        routes["/sitemap.xml"] = xml(
            f"<sitemapindex {space}><sitemap><loc>{site.url}a.xml.gz</loc></sitemap>"
            f"<sitemap><loc>http://127.0.0.1:1/b.xml</loc></sitemap></sitemapindex>"
        )
        entries = "".join(f"<url><loc>{site.url}p/bracket-{n}</loc></url>" for n in range(1, 6))
        routes["/a.xml.gz"] = xml(f"<urlset {space}>{entries}</urlset>", pack=True)
        target = site.url + "sitemap.xml"
        seen = run_spider("site", [target, site.url + "img/x.png"], allow=[site], pages=6)
    names = {line["title"] for line in seen.sightings}
    assert "x.png" in names
    assert len(names & {f"Bracket {n}" for n in range(1, 6)}) == 3  # then the budget is spent
    assert seen.stats["copywatch/pages"] == 6
