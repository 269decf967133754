"""Bodies of a run stay as long as a page needs them, and no longer."""

from pathlib import Path

from copywatch.fresh import Fresh
from fingerprints.blobs import Blobs


def test_a_body_stays_until_the_last_page_that_showed_it_is_done(tmp_path: Path) -> None:
    fresh = Fresh(tmp_path)
    name = fresh.put(b"one picture on two pages")
    assert fresh.put(b"one picture on two pages") == name
    fresh.drop(name)
    assert fresh.get(name)
    fresh.drop(name)
    assert not fresh.path(name).exists()


def test_a_body_that_comes_again_is_there_again(tmp_path: Path) -> None:
    fresh = Fresh(tmp_path)
    for _ in range(2):
        name = fresh.put(b"seen, recorded, and seen again")
        assert fresh.get(name)
        fresh.drop(name)
        assert not fresh.path(name).exists()


def test_what_a_helper_process_put_stays_until_the_sweep(tmp_path: Path) -> None:
    name = Blobs(tmp_path).put(b"unpacked by somebody else")
    fresh = Fresh(tmp_path)
    fresh.drop(name)
    fresh.drop(name)
    assert fresh.get(name)
    fresh.sweep()
    assert not fresh.path(name).exists()
