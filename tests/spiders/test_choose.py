"""A person names a target; the right spider reads it."""

import pytest

from fingerprints.errors import ConfigurationError
from spiders.choose import choose, sites, spiders


@pytest.mark.parametrize(
    ("target", "name", "inner"),
    [
        ("https://shop.example/p/1", "site", "https://shop.example/p/1"),
        ("shop.example", "site", "https://shop.example"),
        ("http://127.0.0.1:8001/", "site", "http://127.0.0.1:8001/"),
        ("https://shop.example/sitemap.xml", "site", "https://shop.example/sitemap.xml"),
        ("github:acme", "github", "github:acme"),
        ("github:acme/pump", "github", "github:acme/pump"),
        ("https://github.com/acme/pump", "github", "https://github.com/acme/pump"),
        ("git@github.com:acme/pump.git", "github", "github:acme/pump.git"),
        ("site:klaus https://git.example/", "klaus", "https://git.example/"),
        ("klaus:https://git.example/", "klaus", "https://git.example/"),
    ],
)
def test_a_target_finds_its_spider(target: str, name: str, inner: str) -> None:
    assert choose(target) == (name, {"targets": [inner]})


@pytest.mark.parametrize("target", ["", "nonsense", "ftp://shop.example/", "site:klauss x.example"])
def test_a_target_that_nobody_reads_says_what_would_be(target: str) -> None:
    with pytest.raises(ConfigurationError):
        choose(target)


def test_a_misspelt_site_is_guessed() -> None:
    with pytest.raises(ConfigurationError, match="these ship: klaus"):
        choose("site:klauss https://git.example/")


def test_every_shipped_spider_is_listed_with_a_summary() -> None:
    assert {site.name for site in sites()} == set(spiders())
    assert {"site", "github"} <= set(spiders())
    assert all(site.summary for site in sites())
