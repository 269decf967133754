"""The first day of the head of brand protection, command by command."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copywatch import written
from tests.copywatch.commands import ROOT, copywatch
from tests.journeys import company
from tests.journeys.conftest import Office

pytestmark = pytest.mark.timeout(300)
MARKET_HITS = {
    ("av-001", "/valve"), ("project-heron", "/seat"), ("customers", "/leads"),
    ("controller", "/code"), ("aqualumex", "/brand"), ("designs", "/manual"),
}  # fmt: skip


def test_an_inventory_is_shown_saved_and_its_bad_rows_are_told(office: Office) -> None:
    told = office.listed.err
    assert "Not understood, and left out: Shelf" in told
    assert "row 6: price 'on request' is no price" in told
    assert "pictures/lost.jpg" in told
    assert "row 10: the same id av-001 as row 3: left out" in told
    assert "column" not in office.listed.out  # what is shown first is no result
    assert office.listed.code == 1


def test_the_first_run_says_where_the_key_is_and_how_to_keep_it(office: Office) -> None:
    assert "register.key" in office.listed.err
    assert "copywatch key export" in office.listed.err
    assert "register.key" not in office.works.err
    assert (office.home / "register.key").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_protected_is_told_with_its_reason(office: Office) -> None:
    assert office.works.code == 0, office.works.err
    for words in (
        "LICENSE.txt: not watched for: a licence text", "blank.txt: not watched for: empty",
        "manual.pdf#2: not watched for: blank", "white.png: not watched for: a plain picture",
        "node_modules: code of others", "secrets: ignored by .gitignore",
    ):  # fmt: skip
        assert words in office.works.err
    for kind in ("image_hash", "table_pairs", "text_chars", "code_tokens", "names"):
        assert kind in office.works.out


def test_the_own_shop_becomes_one_work_per_product(office: Office) -> None:
    assert office.own.code == 0, office.own.err
    assert "Garden tap 4" in office.own.out
    refused = office.run("protect", office.shop.url)
    assert (refused.code, "--allow HOST:PORT" in refused.err) == (1, True)


def test_the_same_inventory_again_changes_nothing(office: Office) -> None:
    again = office.run("protect", "--inventory", "list/works.xlsx", "--yes", "--json")
    (report,) = again.lines
    assert {work["saved"] for work in report["assets"]} == {"same", ""}


def test_hits_say_who_was_given_the_work_and_who_is_known(office: Office) -> None:
    assert office.watched.code == 0, office.watched.err
    found = {
        (hit["asset"], hit["url"].removeprefix(office.market.url)): hit
        for hit in office.look("hits", "list", "--json").lines
        if hit["url"].startswith(office.market.url)
    }
    assert set(found) == MARKET_HITS, office.watched.err
    shown = office.look("hits", "show", found["av-001", "/valve"]["id"][:8]).out
    mueller = "Müller & Söhne Armaturen GmbH"
    given = f"given to: {company.CHINESE} (rev B, 2024-03-02, contract 17 §7), {mueller}"
    assert given in shown
    assert f"known party: {company.CHINESE}" in shown
    assert "source" not in shown


def test_a_secret_work_has_a_code_name_and_no_other(office: Office) -> None:
    said = [office.look(*line.split()) for line in ("hits list", "works", "hits export -o h.csv")]
    said.append(office.look("why", f"{office.market.url}/seat"))
    assert office.look("report", "-o", "report.html").code == 0
    texts = [done.out + done.err for done in (*said, office.works, office.watched)]
    texts += [
        (office.files / name).read_text(encoding="utf-8") for name in ("h.csv", "report.html")
    ]
    for text in texts:
        assert "Ceramic seat lapping" not in text
        assert "seat.png" not in text.replace("designs", "")
    assert all("HERON" in texts[number] for number in (0, 1, 3, 4, 6, 7))
    with (office.files / "h.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["given_to"][:2] for row in csv.DictReader(file)} == {"", company.CHINESE[:2]}


def feed(office: Office, folder: Path) -> Path:
    """What an engineer writes with Scrapy alone, in a folder of her own."""
    folder.mkdir()
    settings = (f"COPYWATCH_ALLOW={office.market.allow}", "DOWNLOAD_DELAY=0", "LOG_LEVEL=ERROR")
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-O", "out.jsonl"]
    command += ["-a", f"targets={office.market.url}", *(f"-s{one}" for one in settings)]
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "spiders.settings",
    }  # fmt: skip
    subprocess.run(command, cwd=folder, env=environment, check=True, timeout=100)
    return folder / "out.jsonl"


def test_a_feed_of_scrapy_gives_exactly_the_hits_of_a_crawl(office: Office, tmp_path: Path) -> None:
    path = feed(office, tmp_path / "feed")
    scanned = office.run("scan", str(path), "--json")
    assert scanned.code == 0, scanned.err
    found = {
        (line["asset"], line["page"], line["verdict"], line["score"]) for line in scanned.lines
    }
    crawled = {
        (hit["asset"], hit["url"], hit["verdict"], round(hit["score"], 4))
        for hit in office.look("hits", "list", "--json").lines
        if hit["url"].startswith(office.market.url)
    }
    assert found == crawled
    (path.parent / "captures").rename(path.parent / "elsewhere")
    named = office.run("scan", str(path), "--blobs", str(path.parent / "elsewhere" / "blobs"))
    assert "is no longer stored" not in named.err
    assert "Matched: 6 pages (--save makes hits of them)" in named.err


def test_a_person_brings_a_page_a_picture_and_a_pdf(office: Office, tmp_path: Path) -> None:
    page = f"<title>Cheap</title><p>{written.prose(1010, 8)}</p>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    picture = written.picture(1007, (800, 600)).resize((420, 315))
    (tmp_path / "photo.png").write_bytes(company.saved(picture, "PNG"))
    (tmp_path / "print.pdf").write_bytes(company.pdf(written.prose(12, 12)))
    names = [str(tmp_path / name) for name in ("page.html", "photo.png", "print.pdf")]
    done = office.run("scan", *names, "--url", "https://bazaar.example/item/5", "--save", "--json")
    assert (done.code, [line["asset"] for line in done.lines]) == (
        0,
        ["av-010", "av-007", "designs"],
    )
    assert "Hits: 3 new, 0 known" in done.err


def test_a_work_protected_later_meets_the_past(office: Office, tmp_path: Path) -> None:
    (tmp_path / "hose reel.jpg").write_bytes(written.jpeg(written.picture(9001)))
    protected = office.run("protect", str(tmp_path / "hose reel.jpg"))
    assert "copywatch lookback hose-reel" in protected.err
    (past,) = office.look("lookback", "hose-reel", "--json").lines
    assert past["url"] == f"{office.market.url}/hose"
    why = office.look("why", past["url"])
    assert "Compared: 2 texts, 1 picture" in why.out
    assert office.look("works", "--remove", "hose-reel").code == 0


def test_a_changed_file_is_a_new_revision_and_a_kept_copy_is_encrypted(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "offer.md"
    work.write_text(written.prose(71), encoding="utf-8")
    saved = []
    for text in (written.prose(71), written.prose(72)):
        work.write_text(text, encoding="utf-8")
        (report,) = copywatch(home, "protect", "offer.md", "--keep", "--json").lines
        saved += [asset["saved"] for asset in report["assets"]]
    assert saved == ["new", "changed"]
    kept = [path.read_bytes() for path in (home / "originals").rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert not any(written.prose(71).encode()[:30] in data for data in kept)
