"""A real shop without markup: three commands, no file edited, every copy found and nothing else."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.copywatch import written
from tests.copywatch.commands import configure, copywatch
from tests.servers import oscar
from tests.servers.oscar import Product

COPIES, INNOCENT = 50, 25
OURS, THEIRS = 2_000, 7_000  # first seeds of the pictures
pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(600)]
KIND = ("brass", "steel", "copper", "rubber")
THING = ("valve", "nozzle", "gasket", "coupling", "sensor", "bearing")

Change = Callable[[Image.Image], tuple[Image.Image, int]]
CHANGES: Mapping[str, Change] = {
    "as it is": lambda picture: (picture, 90),
    "recompressed": lambda picture: (picture, 45),
    "resized": lambda picture: (picture.resize((420, 315)), 85),
    "grey": lambda picture: (picture.convert("L"), 80),
    "small and grey": lambda picture: (picture.convert("L").resize((360, 270)), 60),
}


def changed(number: int) -> bytes:
    """What the copycat did to the picture of this number."""
    image, quality = list(CHANGES.values())[number % len(CHANGES)](written.picture(OURS + number))
    return written.jpeg(image, quality)


def title(number: int) -> str:
    return f"{KIND[number % 4].title()} {THING[number % 6]} type {number * 37 % 1_000:03}"


def copied(number: int) -> int | None:
    """Which of our pictures an item shows: two of three, until all are used; else none."""
    which = number - number // 3
    return which if number % 3 != 2 and which < COPIES else None  # every third


def goods(folder: Path) -> Iterator[Product]:
    """Copies among innocent items; titles and texts tell nothing apart."""
    folder.mkdir()
    for number in range(COPIES + INNOCENT):
        which = copied(number)
        own = written.jpeg(written.picture(THEIRS + number))
        path = folder / f"{number}.jpg"
        path.write_bytes(own if which is None else changed(which))
        yield Product(
            title=title(number),
            price=f"{5 + number}.50",
            description=f"Delivered in {number % 7 + 2} days from our own stock.",
            pictures=(path,),
            category=f"{KIND[number % 4].title()} parts",
        )


@dataclass(frozen=True, slots=True)
class Watched:
    """What three commands gave."""

    hits: tuple[Mapping[str, Any], ...]
    looked: Mapping[str, Any]
    seconds: float


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """A fresh home and three commands. The configuration only takes out the waiting: with the
    delay of one second the same run takes two minutes."""
    base = tmp_path_factory.mktemp("shop")
    works, home = base / "works", base / "home"
    works.mkdir()
    for number in range(COPIES):
        data = written.jpeg(written.picture(OURS + number), 92)
        (works / f"front-{number:02}.jpg").write_bytes(data)
    configure(home, "[crawl]\ndelay = 0.0\nconcurrency = 2\n")
    with oscar.start(base / "oscar", list(goods(base / "goods"))) as shop:
        started = time.monotonic()
        done = copywatch(home, "protect", "--each", str(works), timeout=300)
        assert done.code == 0, done.err
        options = ("--allow", shop.allow, "--pages", "120", "--json")
        watch = copywatch(home, "watch", shop.url, *options, timeout=500)
        assert watch.code == 0, watch.err
        listed = copywatch(home, "hits", "list", "--limit", "500", "--json")
        assert listed.code == 0, listed.err
        (looked,) = watch.lines
        return Watched(tuple(listed.lines), looked, time.monotonic() - started)


def test_every_copy_is_found_once_and_no_innocent_item(watched: Watched) -> None:
    found = sorted((str(hit["asset"]), str(hit["title"])) for hit in watched.hits)
    numbers = range(COPIES + INNOCENT)
    wanted = ((copied(number), title(number)) for number in numbers)
    assert found == sorted((f"front-{w:02}", name) for w, name in wanted if w is not None)


def test_hits_name_shop_price_and_verdict(watched: Watched) -> None:
    assert {hit["verdict"] for hit in watched.hits} == {"copy"}
    assert {hit["channel"] for hit in watched.hits} == {"marketplace"}
    assert {hit["currency"] for hit in watched.hits} == {"EUR"}
    assert min(float(hit["score"]) for hit in watched.hits) > 0.9


def test_no_request_is_wasted_on_forms_and_the_budget_holds(watched: Watched) -> None:
    places = [str(place) for place in watched.looked["places"]]
    assert not [p for p in places if "/add" in p or "basket" in p or "login" in p]
    assert len(places) <= 110, sorted(places)
    assert watched.looked["refused"] == watched.looked["failed"] == {}


def test_it_takes_less_than_five_minutes(watched: Watched) -> None:
    assert watched.seconds < 300
