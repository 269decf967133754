"""Asked why, Copywatch also says whether code was made from hers; that never makes a hit."""

import pytest

from tests.journeys.conftest import Office

pytestmark = pytest.mark.timeout(300)


def test_why_gives_an_opinion_on_code_that_was_found(office: Office) -> None:
    url = f"{office.market.url}/code"
    said = office.look("why", url).out
    assert "An opinion on controller, src/control.py: 99 of 100 such pairs were copies (" in said
    (told,) = office.look("why", url, "--json").lines
    opinion, *others = told["resemblance"]
    assert (opinion["asset"], opinion["part"]) == ("controller", "src/control.py")
    assert opinion["probability"] > 0.95
    assert all(other["probability"] < 0.05 for other in others)  # of a near miss in a sister file
    assert {"name", "effect", "detail"} == set(opinion["reasons"][0])
    assert told["hits"][0]["score"] <= 1


def test_there_is_no_opinion_on_pictures_and_on_innocent_pages(office: Office) -> None:
    for page in ("/valve", "/hose"):
        (told,) = office.look("why", f"{office.market.url}{page}", "--json").lines
        assert told["resemblance"] == []


def test_there_is_no_opinion_while_the_original_is_away(office: Office) -> None:
    original, away = office.files / "controller" / "src" / "control.py", office.files / "away.py"
    original.rename(away)
    try:
        (told,) = office.look("why", f"{office.market.url}/code", "--json").lines
    finally:
        away.rename(original)
    assert "src/control.py" not in {opinion["part"] for opinion in told["resemblance"]}
    assert told["hits"]
