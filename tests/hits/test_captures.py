"""What became a hit is kept as WARC records that can be read back, checked and sealed."""

from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys
from hits.captures import Captures, bodies
from spiders.sighting import Capture, Sighting
from tests.hits.made import sighting

KEYS = Keys(bytes(range(32)))
PAGE, PICTURE = b"<html>a valve</html>", b"\x89PNG a picture"


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def seen(blobs: Blobs) -> Sighting:
    page = Capture(
        sha256=blobs.put(PAGE),
        url="https://shop.example/item/7",
        headers=(("Content-Type", "text/html"), ("Content-Encoding", "br"), ("X-A", "1\r\nX-B: 2")),
        fetched_at="2026-03-01T10:00:00+00:00",
    )
    return sighting(captures=(page,), contents=(Image(blobs.put(PICTURE), url="https://i/1.png"),))


def test_page_and_pictures_are_read_back_as_they_were(
    tmp_path: Path, blobs: Blobs, seen: Sighting
) -> None:
    captures = Captures(tmp_path / "captures")
    kept = captures.keep(seen, blobs)
    page, body = captures.record(kept, seen.captures[0].sha256)
    assert body == PAGE and page.status == 200 and page.url == "https://shop.example/item/7"
    assert dict(page.headers)["X-A"] == "1 X-B: 2"
    assert {captures.read(kept, digest) for digest in bodies(seen)} == {PAGE, PICTURE}
    assert captures.verify(kept) == 2


def test_the_file_is_a_warc_that_other_tools_read(
    tmp_path: Path, blobs: Blobs, seen: Sighting
) -> None:
    kept = Captures(tmp_path / "captures").keep(seen, blobs)
    with (tmp_path / "captures" / kept["file"]).open("rb") as file:
        types = [
            (record.rec_type, record.rec_headers.get_header("WARC-Date")[:10])
            for record in ArchiveIterator(file)
        ]
    assert [name for name, _ in types] == ["warcinfo", "response", "response"]
    assert types[1][1] == "2026-03-01"


def test_a_photo_that_came_from_no_web_page_is_read_back_as_it_was(
    tmp_path: Path, blobs: Blobs
) -> None:
    photo = blobs.put(PICTURE)
    booth = sighting(
        url="suspect:0a53dfdb1a8f7a61", captures=(), contents=(Image(photo, where="phone.jpg"),)
    )
    captures = Captures(tmp_path / "captures")
    kept = captures.keep(booth, blobs)
    assert captures.read(kept, photo) == PICTURE
    assert captures.record(kept, photo)[0].url == "suspect:0a53dfdb1a8f7a61"


def test_an_unchanged_page_is_kept_once(tmp_path: Path, blobs: Blobs, seen: Sighting) -> None:
    captures = Captures(tmp_path / "captures")
    first = captures.keep(seen, blobs)
    again = captures.keep(replace(seen, seen_at="2026-03-09T10:00:00+00:00"), blobs)
    assert again == first
    assert len(list((tmp_path / "captures").rglob("*.gz"))) == 1


def test_captures_of_a_secret_work_are_sealed(tmp_path: Path, blobs: Blobs, seen: Sighting) -> None:
    captures = Captures(tmp_path / "captures", KEYS)
    kept = captures.keep(seen, blobs, secret=True)
    stored = (tmp_path / "captures" / kept["file"]).read_bytes()
    assert not stored.startswith(b"\x1f\x8b")
    assert captures.read(kept, seen.captures[0].sha256) == PAGE
    assert captures.export(kept).startswith(b"\x1f\x8b")
    with pytest.raises(CopywatchError, match="register key"):
        Captures(tmp_path / "captures").read(kept, seen.captures[0].sha256)
    with pytest.raises(CopywatchError):
        Captures(tmp_path / "captures", Keys(bytes(32))).read(kept, seen.captures[0].sha256)


@pytest.mark.parametrize("place", [15, 300, -20])
def test_a_changed_capture_is_never_shown_as_proof(
    tmp_path: Path, blobs: Blobs, seen: Sighting, place: int
) -> None:
    captures = Captures(tmp_path / "captures", KEYS)
    kept = captures.keep(seen, blobs, secret=True)
    path = tmp_path / "captures" / kept["file"]
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(CopywatchError):
        captures.verify(kept)


def test_an_open_capture_whose_bytes_changed_is_refused(
    tmp_path: Path, blobs: Blobs, seen: Sighting
) -> None:
    captures = Captures(tmp_path / "captures")
    kept = captures.keep(seen, blobs)
    digest = seen.captures[0].sha256
    path = tmp_path / "captures" / kept["file"]
    data = bytearray(path.read_bytes())
    data[kept["records"][digest]["offset"] + 200] ^= 255
    path.write_bytes(data)
    with pytest.raises(CopywatchError, match="damaged"):
        captures.read(kept, digest)


def test_a_body_that_is_no_longer_there_is_named_as_missing(
    tmp_path: Path, blobs: Blobs, seen: Sighting
) -> None:
    blobs.drop(seen.captures[0].sha256)
    kept = Captures(tmp_path / "captures").keep(seen, blobs)
    assert kept["missing"] == [seen.captures[0].sha256]


def test_a_file_name_from_a_damaged_record_cannot_leave_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    told = {"file": "../secret.txt", "records": {"a": {"offset": 0}}}
    with pytest.raises(CopywatchError, match="is not here"):
        Captures(tmp_path / "captures").read(told, "a")
