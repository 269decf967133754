"""What floods is told by doctor and `works`, released there, and said in the last alert."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.alert import Alert
from alerts.message import SHUT, message
from copywatch import telling
from copywatch.cli.app import USAGE
from copywatch.installation import Installation
from copywatch.saving import judge
from fingerprints.content import Text
from fingerprints.protect import Request, protect
from matcher.match import Evidence, Examined, Match
from spiders.sighting import Sighting
from tests.copywatch import written
from tests.copywatch.commands import Run, configure

FEW = 5
SECRET = 'title = "Merger with Quill"\ncode_name = "Heron"\nsecrecy = "secret"\n'


@pytest.fixture
def home(command: Run, tmp_path: Path) -> Iterator[Installation]:
    """A manual of which five hits were told and two were not."""
    place = tmp_path / "home"
    alerts = '[[alerts]]\nname = "all"\ntargets = ["team"]\n'
    configure(
        place, f'[quarantine]\nhits = {FEW}\n[targets]\nteam = "json://127.0.0.1:9/"\n{alerts}'
    )
    (tmp_path / "manual.md").write_text(written.prose(3), encoding="utf-8")
    (tmp_path / "heron").mkdir()
    (tmp_path / "heron" / "quill.md").write_text(written.prose(4), encoding="utf-8")
    (tmp_path / "heron" / "asset.toml").write_text(SECRET, encoding="utf-8")
    installation = Installation.at(place)
    protect(Request(paths=(tmp_path / "manual.md", tmp_path / "heron")), installation.register)
    flood(installation, "manual", "manual.md")
    yield installation
    installation.close()


def flood(installation: Installation, asset: str, part: str) -> None:
    takes = judge(installation)
    for number in range(FEW + 2):
        place = f"shop.example/{asset}/{number}"
        proof = Evidence(kind="text_words@1", part=part, where="p", score=0.9)
        found = Match(asset=asset, verdict="part copy", score=0.9, evidence=(proof,))
        sighting = Sighting(
            url=f"https://{place}", place=place, channel="web", site="shop.example", title="Lot",
            seen_at=f"2026-03-01T10:00:0{number}+00:00", contents=(Text("lot"),),
        )  # fmt: skip
        takes.take(sighting, Examined(matches=(found,)))


def test_a_work_is_shown_with_what_floods_and_it_is_released(
    home: Installation, command: Run
) -> None:
    _, out, err = command("works")
    assert "manual" in out and "see `copywatch works manual`" in err
    code, out, err = command("works", "manual")
    assert code == 0 and "manual.md (text_words@1)" in out
    assert "after 5 new hits" in out and "hits list --silent --asset manual" in err
    (one,) = json.loads(command("works", "manual", "--json")[1])["quarantine"]
    assert (one["part"], one["hits"], one["silent"]) == ("manual.md", FEW, 2)
    code, out, err = command("works", "manual", "--release", "manual.md", "--by", "Ann")
    assert code == 0 and "by Ann" in out and "Let one out" not in err
    assert "2 open hits came meanwhile" in err and f"/?silent={one['id']}" in err
    code, _, err = command("works", "manual", "--release", "manual.md")
    assert code == USAGE and "nothing named manual.md is in quarantine" in err
    assert command("works", "none")[0] == command("works", "--release", "x")[0] == USAGE
    assert command("works", "manual", "--remove", "manual")[0] == USAGE


def test_silent_hits_are_listed_and_say_why(home: Installation, command: Run) -> None:
    _, out, _ = command("hits", "list", "--silent", "--json")
    listed = [json.loads(line) for line in out.splitlines()]
    assert sorted(hit["place"][-1] for hit in listed) == ["5", "6"]
    assert listed[0]["quarantine"] == "manual.md (text_words@1)"
    assert "in quarantine: manual.md" in command("hits", "show", listed[0]["id"])[1]
    assert command("hits", "list", "word", "--silent")[0] == USAGE


def test_doctor_tells_what_floods_and_names_no_part_of_a_secret_work(
    home: Installation, command: Run
) -> None:
    flood(home, "heron", "quill.md")
    _, out, _ = command("doctor", "--json")
    (check,) = [one for one in map(json.loads, out.splitlines()) if one["name"] == "quarantine"]
    assert check["state"] == "warn"
    assert "manual: manual.md (words in order)" in check["words"]
    assert "Heron: one of its parts (words in order)" in check["words"]
    _, out, _ = command("works", "heron", "--json")
    assert "quill" not in out.lower()
    (one,) = json.loads(out)["quarantine"]
    assert command("works", "heron", "--release", one["id"][:8])[0] == 0


def test_the_last_alert_says_that_later_ones_will_not_come(home: Installation) -> None:
    flood(home, "heron", "quill.md")
    lookups = telling.lookups(home)
    rows = home.record.outbox.pending()
    assert len(rows) == 2 * FEW
    hits = home.record.hits([row.hit for row in rows])
    told = [
        message(Alert(id="a", target="team", rules=("all",), hits=(hit,)), lookups).body
        for hit in hits
    ]
    last = [body for body in told if SHUT in body]
    assert len(last) == 2
    assert any(f"{SHUT} manual.md (text_words)" in body for body in last)
    assert any(f"{SHUT} one of its parts (text_words)" in body for body in last)
    summary = Alert(id="a", target="team", rules=("all",), hits=tuple(hits), group="summary:r")
    assert message(summary, lookups).body.count(SHUT) == 2
