"""Pages of known software are recognised, other pages are not."""

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, TextResponse

from spiders.software import front, recognise
from tests.spiders.saved import PAGES

MADE_BY = ("klaus", "hgweb")
OWN = sorted(page for name in MADE_BY for page in PAGES.glob(f"{name}/*/page.html"))
OTHERS = sorted(page for page in PAGES.glob("*/*/page.html") if page.parts[-3] not in MADE_BY)


def shown(page: Path) -> HtmlResponse:
    return HtmlResponse("http://site.example/", body=page.read_bytes(), encoding="utf-8")


@pytest.mark.parametrize("page", OWN, ids=lambda page: "/".join(page.parts[-3:-1]))
def test_every_view_and_theme_is_recognised(page: Path) -> None:
    assert recognise(shown(page)) == page.parts[-3]


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: "/".join(page.parts[-3:-1]))
def test_other_pages_are_left_to_the_generic_reader(page: Path) -> None:
    assert recognise(shown(page)) == ""


def test_what_is_no_web_page_is_not_looked_into() -> None:
    assert (
        recognise(TextResponse("http://site.example/a.txt", body=b"klaus", encoding="utf-8")) == ""
    )


@pytest.mark.parametrize(
    ("url", "beside"),
    [
        ("http://f.example/pump/raw/master/src/raw/a.py", "http://f.example/pump/"),
        ("http://f.example/hg/pump/raw-file/tip/a.py", "http://f.example/hg/pump/"),
        ("http://p.example/aB3dE6gH/+download", "http://p.example/"),
        ("http://p.example/paste/aB3dE6gH/+inline", "http://p.example/paste/"),
        ("http://f.example/drawings/strawberry.pdf", ""),
    ],
)
def test_a_stored_file_is_known_by_the_page_before_it(url: str, beside: str) -> None:
    assert front(url) == beside
