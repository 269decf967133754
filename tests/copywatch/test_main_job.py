"""The main job as a user does it: protect, watch, look, decide, report."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copywatch import written
from tests.copywatch.commands import configure, copywatch, quick
from tests.copywatch.site import Page, Site, site

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def shop() -> Iterator[Site]:
    """One page of each infringing kind among innocent ones."""
    with site() as made:
        rows = "".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
            for row in written.customers(1)[5:25]
        )
        made.pages["/valve.jpg"] = Page(
            written.jpeg(written.picture(1).convert("L").resize((400, 300)), 60), "image/jpeg"
        )
        made.pages["/other.jpg"] = Page(written.jpeg(written.picture(77)), "image/jpeg")
        made.html("/manual", "A manual", f"<p>{written.prose(1)}</p>")
        made.html("/code", "Snippets", f"<pre>{written.code(1)}</pre>")
        made.html("/people", "Leads for sale", f"<table>{rows}</table>")
        made.html(
            "/valve", "Relief valve, new", '<img src="/valve.jpg"><p class="price">12.50 EUR</p>'
        )
        made.html("/brand", "AQUALUMEX spare parts", "<p>Genuine Aqua1umex spares in stock.</p>")
        made.html("/innocent", "Garden hoses", '<img src="/other.jpg">' + written.prose(99, 9))
        links = [path for path in made.pages if not path.endswith(".jpg")]
        made.html("/", "Everything", "<p>Welcome to our little shop.</p>", links)
        yield made


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one work of every kind protected."""
    folder = tmp_path_factory.mktemp("protected")
    works = written.works(folder / "works")
    place = folder / "home"
    done = copywatch(place, "protect", "--each", str(works), "--name", "AQUALUMEX", "--json")
    assert done.code == 0, done.err
    assert "key export" in done.err
    return place


@pytest.fixture
def home(tmp_path: Path, shop: Site, protected: Path) -> Path:
    """The protected home, and the shop that may be visited."""
    place = tmp_path / "home"
    shutil.copytree(protected, place)
    configure(place, quick([shop.allow]))
    return place


def hits(home: Path) -> dict[str, dict[str, object]]:
    done = copywatch(home, "hits", "list", "--json")
    assert done.code == 0, done.err
    return {f"{line['asset']} {str(line['url']).rpartition('/')[2]}": line for line in done.lines}


def test_every_kind_is_found_and_no_innocent_page(home: Path, shop: Site) -> None:
    done = copywatch(home, "watch", shop.url, "--every", "day")
    assert done.code == 0, done.err
    assert "robots.txt" in done.err
    assert "at most 200 pages" in done.err
    assert "Looked at" in done.err
    found = hits(home)
    assert set(found) == {
        "manual manual", "bench code", "customers people", "valve valve", "aqualumex brand",
    }, done.err  # fmt: skip
    assert found["valve valve"]["verdict"] == "copy"
    assert found["valve valve"]["price"] == 12.5

    (watched,) = copywatch(home, "watches", "--json").lines
    assert watched["health"] == "well"
    assert watched["next_run"] > watched["last_run"]

    again = copywatch(home, "crawl", "--json")
    assert again.code == 0, again.err
    (looked,) = again.lines
    assert (looked["new"], looked["known"]) == (0, 5)


def test_a_page_that_vanishes_is_gone_and_one_that_comes_back_has_returned(
    home: Path, shop: Site
) -> None:
    assert copywatch(home, "watch", shop.url).code == 0
    page = shop.pages.pop("/manual")
    (looked,) = copywatch(home, "crawl", "--json").lines
    assert looked["gone"] == 1
    assert hits(home)["manual manual"]["gone_at"]
    shop.pages["/manual"] = page
    (looked,) = copywatch(home, "crawl", "--json").lines
    assert looked["returned"] == 1
    assert not hits(home)["manual manual"]["gone_at"]


def test_a_page_that_nothing_links_to_any_more_is_asked_for_all_the_same(
    home: Path, shop: Site
) -> None:
    assert copywatch(home, "watch", shop.url).code == 0
    links = [path for path in shop.pages if not path.endswith(".jpg") and path != "/manual"]
    shop.html("/", "Everything", "<p>Welcome to our little shop.</p>", links)
    (looked,) = copywatch(home, "crawl", "--json").lines
    assert (looked["known"], looked["gone"]) == (5, 0)
    del shop.pages["/manual"]
    (looked,) = copywatch(home, "crawl", "--json").lines
    assert (looked["known"], looked["gone"]) == (4, 1)
    assert hits(home)["manual manual"]["gone_at"]


def test_an_unchanged_page_is_not_sent_again_and_stays_a_hit(home: Path, shop: Site) -> None:
    for path, page in shop.pages.items():
        shop.pages[path] = Page(page.body, page.media_type, headers={"ETag": f'"{path}"'})
    assert copywatch(home, "watch", shop.url).code == 0
    assert shop.unchanged == []
    (looked,) = copywatch(home, "crawl", "--json").lines
    assert set(shop.unchanged) == set(shop.pages)
    assert (looked["known"], looked["new"], looked["gone"]) == (5, 0, 0)
    text = written.prose(1).encode()[200:240]
    kept = (home / "revisits" / "answers.db").read_bytes()
    assert text not in kept


def test_why_explains_a_hit_an_innocent_page_and_one_never_seen(home: Path, shop: Site) -> None:
    assert copywatch(home, "watch", shop.url).code == 0
    assert "Hit: " in copywatch(home, "why", f"{shop.url}/manual").out
    innocent = copywatch(home, "why", f"{shop.url}/innocent")
    assert innocent.code == 0
    assert "Compared: " in innocent.out
    assert "Hit: " not in innocent.out
    never = copywatch(home, "why", "https://elsewhere.example/x")
    assert never.code == 1
    assert "never seen" in never.out


def test_a_decision_is_kept_and_the_report_is_one_file(home: Path, shop: Site) -> None:
    assert copywatch(home, "watch", shop.url).code == 0
    hit = str(hits(home)["manual manual"]["id"])
    assert copywatch(home, "hits", "decide", hit, "confirmed", "--note", "letter sent").code == 0
    shown = copywatch(home, "hits", "show", hit[:8])
    assert "letter sent" in shown.out
    wrong = copywatch(home, "hits", "decide", hit, "guilty")
    assert (wrong.code, "lawful use" in wrong.err) == (2, True)
    target = home.parent / "report.html"
    assert copywatch(home, "report", "-o", str(target)).code == 0
    page = target.read_text(encoding="utf-8")
    assert "<mark>" in page
    assert page.count("data:image/jpeg;base64,") >= 2
    assert "What was looked at" in page
    assert "http-equiv" in page
    assert 'src="http' not in page


def test_a_feed_scanned_and_saved_gives_the_hits_that_a_crawl_gives(
    home: Path, shop: Site, tmp_path: Path
) -> None:
    assert copywatch(home, "watch", shop.url).code == 0
    crawled = {(line["asset"], line["place"], line["verdict"]) for line in hits(home).values()}
    pages = tmp_path / "saved.html"
    pages.write_bytes(shop.pages["/manual"].body)
    scanned = copywatch(home, "scan", str(pages), "--url", f"{shop.url}/manual", "--save", "--json")
    assert scanned.code == 0, scanned.err
    (line,) = scanned.lines
    assert set(line) >= {"page", "asset", "part", "kind", "verdict", "score", "evidence"}
    after = {(line["asset"], line["place"], line["verdict"]) for line in hits(home).values()}
    assert after == crawled


def test_the_export_is_safe_for_spreadsheets(home: Path, shop: Site, tmp_path: Path) -> None:
    shop.html("/manual", "=cmd|' /C calc'!A0", f"<p>{written.prose(1)}</p>")
    assert copywatch(home, "watch", shop.url).code == 0
    target = tmp_path / "hits.csv"
    assert copywatch(home, "hits", "export", "-o", str(target)).code == 0
    assert "'=cmd" in target.read_text(encoding="utf-8-sig")
    assert len(copywatch(home, "hits", "export", "--json").lines) == 5


def test_nothing_in_the_home_quotes_protected_text(home: Path) -> None:
    text = written.prose(1).encode()
    runs = {text[at : at + 24] for at in range(0, len(text) - 24, 97)}
    for path in home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(run in data for run in runs), path
