"""`[pictures] read_words` reaches whoever matches, and says what is missing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from copywatch import job
from copywatch.config import Config, Pictures
from copywatch.crawl import prepared
from copywatch.doctor import checks
from copywatch.installation import Installation
from fingerprints import image_text
from fingerprints.errors import ConfigurationError
from fingerprints.protect import Request, protect
from hits.watches import Watch, watch_id
from tests.copywatch.commands import configure, copywatch

ON = "[pictures]\nread_words = true\n[crawl]\nworkers = 1\n"


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "home", Config(pictures=Pictures(read_words=True)))
    protect(Request(names=("AQUAVALVE",)), made.register)
    return made


def told(installation: Installation) -> str:
    (check,) = (one for one in checks(installation) if one.name == "words in pictures")
    return f"{check.state}: {check.words}"


def test_a_scan_of_one_picture_reads_it_when_asked_to(tmp_path: Path) -> None:
    home, picture = tmp_path / "home", tmp_path / "front.png"
    page = Image.new("RGB", (400, 200), (225, 230, 210))
    ImageDraw.Draw(page).text((30, 60), "AQUAVALVE", "black", ImageFont.load_default(48))
    page.save(picture)
    assert copywatch(home, "protect", "--name", "AQUAVALVE").code == 0
    quiet = copywatch(home, "scan", str(picture), "--json")
    assert not [line for line in quiet.lines if "asset" in line]
    configure(home, ON)
    done = copywatch(home, "scan", str(picture), "--json")
    (line,) = (line for line in done.lines if "asset" in line)
    assert line["verdict"] == "name"
    assert "words read in the picture" in str(line)
    assert "words in pictures" in copywatch(home, "doctor").out


def test_a_crawl_and_its_workers_are_told(installation: Installation) -> None:
    assert installation.desk().read_words
    assert installation.desk().matcher().read_words
    assert told(installation) == "good: read and matched"
    address = "https://shop.example/"
    watch = Watch(id=watch_id(address), target=address, spider="web")
    installation.record.watch_save(watch)
    run = installation.record.start_run(watch.id, datetime.now(UTC))
    crawl = prepared(installation, watch, run)
    assert job.read(crawl.write()).read_words
    installation.close()


def test_it_is_off_by_default(tmp_path: Path) -> None:
    plain = Installation(tmp_path / "home", Config())
    assert not plain.desk().read_words
    assert told(plain).startswith("good: not read; ")
    plain.close()


def test_a_missing_reader_is_named_before_anything_is_matched(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_text, "LIBRARIES", ("no_such_reader",))
    with pytest.raises(ConfigurationError, match="pip install onnxruntime rapidocr"):
        installation.desk()
    assert told(installation).startswith("bad: [pictures] read_words is true")
    installation.close()
