"""Reading is strict where a site promises a field, and never stumbles over a hostile page."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsel import Selector

from spiders.marketplace import linked_data
from spiders.marketplace.price import Money, money
from spiders.reading import PageChanged, maybe, one, some
from spiders.web import addresses, images, page, sitemap
from spiders.web.decode import decode

URL = "https://shop.example/p/1"
BITS = (
    "<div>", "</div>", "<table><tr><td>", "<a href='/x'><img src=y>", "<a href='http://[::1'>",
    "<script type='application/ld+json'>", '{"@type": "Product", "name": "A", "offers": [',
    '{"@graph": {"@graph": []}}', "</script>", "<h1>", "<pre>a\nb", "<img srcset='a 1x, b 2e9w'>",
    "<div itemscope itemtype='Product' itemref='q'>", "<b itemprop=name id=q>", "<!--", "\x00", "é",
    "<p class=price>$ 12", "<link rel=canonical href='//['>", "<base href='http://::'>", "&#xD800;",
    "<meta property='og:type' content='product'>", "<meta charset=utf-7>", "<svg><a>", "<?x y?>",
)  # fmt: skip


def test_a_required_field_is_there_once_or_the_page_has_changed() -> None:
    html = Selector("<h1> Valve\n A </h1><p>x</p><p>y</p>")
    assert one(html.css("h1::text")) == "Valve A"
    assert maybe(html.css("h2::text")) == ""
    assert some(html.css("p::text")) == ["x", "y"]
    with pytest.raises(PageChanged, match="the title: expected one value, found 0"):
        one(html.css("h2::text"), "the title")
    with pytest.raises(PageChanged):
        one(html.css("p::text"))
    with pytest.raises(PageChanged):
        some(html.css("h2::text"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(BITS), max_size=30).map("".join), st.booleans())
def test_no_page_of_broken_pieces_stops_the_reader(html: str, alone: bool) -> None:  # noqa: FBT001
    read = page.read(URL, html.encode("utf-8", "surrogatepass"), "text/html", alone=alone)
    assert read.place.startswith("shop.example")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reader(body: bytes) -> None:
    page.read(URL, body, "text/html; charset=shift_jis")
    sitemap.read(b"<urlset>" + body)
    assert isinstance(decode(body).text, str)


@given(st.text(alphabet="ab c,/1x2.w\n", max_size=60))
def test_a_srcset_of_any_form_gives_a_plain_address(srcset: str) -> None:
    assert " " not in images.largest(srcset).strip()


def test_a_block_nested_without_end_is_counted_as_broken() -> None:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    good = json.dumps({"@type": ["http://schema.org/Product"], "name": "Valve"})
    read = linked_data.read([deep, good, good.replace("}", ",}"), "<!-- " + good + " -->"])
    assert read.broken == 1
    assert [linked_data.types(node) for node in read.nodes] == [{"Product"}] * 3


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("£51.77", URL, Money(51.77, "GBP")),
        ("1.299,00 €", URL, Money(1299.0, "EUR")),
        ("$ 12", "https://x.com.au/", Money(12.0, "AUD")),
        ("ask us", URL, None),
        ("19.90 zł", URL, Money(19.9, "PLN")),
    ],
)
def test_a_price_is_read_with_its_currency(text: str, url: str, expected: Money | None) -> None:
    assert money(text, url=url) == expected


@pytest.mark.parametrize(
    ("url", "claimed", "place"),
    [
        ("https://www.shop.example/p/1?utm_source=a&gclid=b", "", "shop.example/p/1"),
        ("https://shop.example/p/1?variant=9&colour=red", "", "shop.example/p/1"),
        ("https://shop.example/p/1;jsessionid=AB?id=7", "", "shop.example/p/1?id=7"),
        ("https://shop.example/p/1-red", "https://shop.example/p/1", "shop.example/p/1"),
        ("https://shop.example/p/1", "https://other.example/p/1", "shop.example/p/1"),
        ("https://shop.example/p/1", "https://shop.example/", "shop.example/p/1"),
    ],
)
def test_tracking_and_variants_are_one_place(url: str, claimed: str, place: str) -> None:
    assert addresses.place(url, claimed) == place


def test_valid_utf8_is_believed_before_a_declaration() -> None:
    read = decode("Gerät für Öl".encode(), "text/html; charset=iso-8859-1")
    assert read.text == "Gerät für Öl"
    assert read.notes == ("read as utf-8 though it said cp1252",)
