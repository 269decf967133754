"""Slips and rubbish at the command line: one clear line, the right exit code, clean stdout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copywatch.commands import environment
from tests.journeys import company
from tests.journeys.conftest import Office

pytestmark = pytest.mark.timeout(200)


@pytest.fixture(scope="session")
def junk(office: Office) -> Path:
    """What somebody drops on the desk."""
    folder = office.files / "junk"
    folder.mkdir()
    (folder / "noise.xlsx").write_bytes(bytes(range(256)) * 20)
    (folder / "plain.csv").write_text("x,y\n1,2\n")
    company.workbook(folder / "none.xlsx", A=[["SKU", "Name"]])
    company.workbook(folder / "given.xlsx", A=[["Work", "Recipient"], ["no-such", "Nobody Ltd"]])
    with (folder / "large.txt").open("wb") as file:
        file.truncate(300_000_000)
    return folder


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("protect --inventory junk --yes", "not a regular file"),
        ("protect --inventory junk/noise.xlsx --yes", "neither Excel nor text"),
        ("protect --inventory junk/plain.csv --yes", "One column must be called"),
        ("protect --inventory junk/none.xlsx --yes", "no row below its header"),
        ("protect --inventory list/works.xlsx", "Say --yes"),
        ("vendors import junk/given.xlsx", "the work 'no-such' is not known: protect it first"),
        ("watch junk/noise.xlsx", "junk/noise.xlsx cannot be read as a list of addresses"),
        ("watch https://shop.example --allow everything", "--allow wants HOST:PORT"),
        ("scan customers.csv --url somewhere", "--url wants an address like https://"),
        ("hits list --status nonsense", "none of: open, confirmed"),
        ("hits export -o junk", "junk is a folder"),
        ("report -o nowhere/report.html", "nowhere is not there"),
        ("why https://x.example nothing", "no such work: nothing"),
    ],
)
def test_a_slip_is_one_clear_line(office: Office, junk: Path, typed: str, words: str) -> None:
    done = office.look(*typed.split())
    assert (done.code, done.out) == (2, ""), (done.out, done.err)
    assert words in done.err


def test_a_folder_of_rubbish_is_counted_file_by_file(office: Office, junk: Path) -> None:
    (junk / "round").symlink_to(junk)
    (junk / os.fsdecode(b"na\xffme.pdf")).write_bytes(b"%PDF-1.4\n")
    done = office.run("scan", "junk", "--json")
    errors = {line["page"]: line["error"] for line in done.lines}
    assert done.code == 1
    assert errors["junk/large.txt"] == "larger than 256 MB"
    assert errors["junk/noise.xlsx"] == "a binary file of unknown format"
    assert errors["junk/na\ufffdme.pdf"] == "a damaged or truncated pdf"


def test_names_that_stand_everywhere_are_refused(office: Office) -> None:
    done = office.look("protect", "--name", "A", "--name", "", "--slogan", "  ")
    assert done.code == 1
    assert "shorter than 3 letters" in done.err
    assert "an empty name protects nothing" in done.err.splitlines()


def test_a_reader_that_leaves_early_is_no_error(office: Office) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "copywatch", "works", "--json"]
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            command, stdout=gone, stderr=subprocess.PIPE, env=environment(office.home),
            cwd=office.files, check=False, timeout=60,
        )  # fmt: skip
    assert done.stderr == b""
