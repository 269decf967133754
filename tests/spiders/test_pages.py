"""Every spider reads its saved pages as it did when they were saved."""

import json
from pathlib import Path

import pytest

from spiders.sighting import read_sighting
from tests.spiders.saved import PAGES, cases, replay, shipped


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_saved_page_gives_the_expected_lines(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "sighting.json").read_text())
    assert replay(case, tmp_path) == expected


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_each_expected_sighting_survives_reading_and_writing(case: Path) -> None:
    lines = json.loads((case / "sighting.json").read_text())
    sightings = [line for line in lines if line["type"] == "sighting"]
    for line in sightings:
        assert json.loads(json.dumps(read_sighting(line).to_json())) == line


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_spider_has_a_saved_page_with_a_sighting(name: str) -> None:
    lines = [
        line
        for expected in (PAGES / name).glob("*/sighting.json")
        for line in json.loads(expected.read_text())
    ]
    assert any(line["type"] == "sighting" for line in lines), f"save a page under {PAGES / name}"


@pytest.mark.parametrize(("name", "spider"), sorted(shipped().items()))
def test_every_shipped_spider_says_what_it_is(name: str, spider: type) -> None:
    low, high = spider.expects.sightings_per_run  # type: ignore[attr-defined]
    assert 0 <= low <= high
    assert spider.summary  # type: ignore[attr-defined]
