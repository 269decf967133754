"""Bad input gets a clear line and exit code 1 or 2, never a traceback, and loses nothing."""

import shutil
import socket
import sqlite3
import zlib
from pathlib import Path

import pytest

from tests.copywatch import written
from tests.copywatch.commands import Done, configure, copywatch

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one work, made once and copied for each test."""
    base = tmp_path_factory.mktemp("made")
    (base / "manual.md").write_text(written.prose(1), encoding="utf-8")
    assert copywatch(base / "home", "protect", str(base / "manual.md")).code == 0
    return base / "home"


@pytest.fixture
def protected(home: Path, made: Path, tmp_path: Path) -> Path:
    shutil.copy(made.parent / "manual.md", tmp_path)
    return Path(shutil.copytree(made, home))


def refused(done: Done, *words: str) -> None:
    assert done.code == 2, (done.code, done.err)
    for word in words:
        assert word in done.err, done.err


def test_an_unknown_command_and_an_unknown_option_are_told(home: Path) -> None:
    assert copywatch(home, "wacth", "x").code == 2
    assert copywatch(home, "scan", "--nonsense", "x").code == 2


def test_an_unknown_key_of_the_configuration_is_told(home: Path) -> None:
    configure(home, "[crawl]\npagse = 1\n")
    refused(copywatch(home, "works"), "copywatch.toml", "crawl.pagse", "allowed")


def test_files_that_are_not_there_are_told(home: Path) -> None:
    refused(copywatch(home, "protect", "nowhere.txt"), "nowhere.txt")
    refused(copywatch(home, "scan", "nowhere.txt"), "nowhere.txt")
    refused(copywatch(home, "vendors", "import", "nowhere.xlsx"), "nowhere.xlsx")
    refused(copywatch(home, "protect"), "say what to protect")


def test_watching_before_protecting_says_what_to_do(home: Path) -> None:
    refused(copywatch(home, "watch", "https://shop.example"), "copywatch protect")


@pytest.mark.parametrize("target", ["not a target", "site:nowhere", "ftp://shop.example/"])
def test_a_target_that_is_none_is_told(protected: Path, target: str) -> None:
    assert copywatch(protected, "watch", target).code == 2


def test_a_missing_key_says_how_to_get_it_back(protected: Path) -> None:
    key = (protected / "register.key").read_text()
    (protected / "register.key").unlink()
    refused(copywatch(protected, "works"), "register.key", "COPYWATCH_KEY")
    assert copywatch(protected, "works", more={"COPYWATCH_KEY": key.strip()}).code == 0


def test_a_wrong_key_is_refused_and_nothing_is_lost(protected: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert copywatch(other, "protect", "--name", "AQUALUMEX").code == 0
    wrong = (other / "register.key").read_text().strip()
    refused(copywatch(protected, "works", more={"COPYWATCH_KEY": wrong}), "another key")
    refused(copywatch(protected, "works", more={"COPYWATCH_KEY": "rubbish"}), "COPYWATCH_KEY")
    assert "manual" in copywatch(protected, "works").out


def test_a_store_of_a_newer_copywatch_is_refused(protected: Path) -> None:
    with sqlite3.connect(protected / "register.db") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    refused(copywatch(protected, "works"), "newer")


def test_a_record_of_a_newer_copywatch_is_refused(protected: Path) -> None:
    assert copywatch(protected, "watches").code == 0
    with sqlite3.connect(protected / "record.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    database.close()
    refused(copywatch(protected, "watches"), "newer")


def bomb_png(side: int) -> bytes:
    """A plain picture of side times side pixels in a few kB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(name + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + name + data + sum_

    size = side.to_bytes(4, "big")
    header = chunk(b"IHDR", size + size + b"\x01\x00\x00\x00\x00")
    rows = zlib.compress((b"\0" + b"\0" * ((side + 7) // 8)) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_unreadable_files_are_counted_and_the_rest_is_matched(
    protected: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "found"
    folder.mkdir()
    shutil.copy(tmp_path / "manual.md", folder / "copy.md")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing here")
    (folder / "cut.jpg").write_bytes(written.jpeg(written.picture(3))[:400])
    (folder / "bomb.png").write_bytes(bomb_png(10_000))
    (folder / "bad.docx").write_bytes(b"PK\x03\x04 not a zip after all")
    (folder / "feed.jsonl").write_text('{"type": "sighting"}\nrubbish\n')
    done = copywatch(protected, "scan", str(folder), "--json")
    assert done.code == 1
    found = [line for line in done.lines if "asset" in line]
    errors = {
        line["page"].rpartition("/")[2]: line["error"] for line in done.lines if "error" in line
    }
    assert [line["asset"] for line in found] == ["manual"]
    assert set(errors) == {
        "empty.pdf", "broken.pdf", "cut.jpg", "bomb.png", "bad.docx", "feed.jsonl:1",
        "feed.jsonl:2",
    }, errors  # fmt: skip


def test_protecting_what_cannot_be_read_says_why_and_keeps_the_rest(
    home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "works"
    folder.mkdir()
    (folder / "good.md").write_text(written.prose(5), encoding="utf-8")
    (folder / "blank.md").write_text("   \n")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4\n")
    (folder / "bomb.png").write_bytes(bomb_png(10_000))
    done = copywatch(home, "protect", "--each", str(folder))
    assert done.code == 1
    assert "good" in copywatch(home, "works").out
    for name in ("blank.md", "cut.pdf", "bomb.png"):
        assert name in done.err, done.err


def test_a_port_in_use_is_told_with_the_way_out(protected: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused(copywatch(protected, "serve", "--port", port), port, "in use", "--port 0")


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.write_text("")
    refused(copywatch(file, "works"), "folder")


def test_a_full_disk_is_one_clear_line(protected: Path, tmp_path: Path) -> None:
    target = tmp_path / "hits.csv"
    target.symlink_to("/dev/full")
    done = copywatch(protected, "hits", "export", "-o", str(target))
    assert done.code == 1
    assert "disk is full" in done.err


def test_an_elasticsearch_that_is_none_is_told(protected: Path) -> None:
    configure(protected, '[index]\nuse = "elasticsearch"\nurl = "http://127.0.0.1:9"\n')
    done = copywatch(protected, "hits", "list")
    assert done.code == 1
    assert "does not answer" in done.err or "index" in done.err
    doctor = copywatch(protected, "doctor")
    assert doctor.code == 1
    assert "elasticsearch" in doctor.out
