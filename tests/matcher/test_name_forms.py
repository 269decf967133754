"""Companies as lists name them, names in other alphabets, glued, encoded, and as common words."""

# ruff: noqa: RUF001 - names in other alphabets

from collections.abc import Callable

import pytest

from fingerprints.content import Text
from fingerprints.names import key
from fingerprints.names_table import Name
from matcher.dictionary import is_common, is_english, is_russian, is_word
from matcher.name_advice import advice
from matcher.name_index import NameIndex
from matcher.names import find
from matcher.page import Matcher

Protect = Callable[..., Matcher]
ASIDE = "company form set aside"


def told(text: str, *names: str, title: bool = False) -> list[tuple[str, str]]:
    watched = NameIndex(Name(word, key(word), at) for at, word in enumerate(names))
    return [(text[w.start : w.end], w.change) for w in find(text, watched, title=title)]


@pytest.mark.parametrize(
    ("company", "text", "written", "change"),
    [
        ("Tarvex Pumps Co., Ltd.", "Hall 2: Tarvex Pumps LLC", "Tarvex Pumps", ASIDE),
        ("Tarvex International GmbH", "at Tarvex Intl. GmbH", "Tarvex Intl", "abbreviated"),
        ("Gebrüder Molkast KG", "Gebr. Molkast", "Gebr. Molkast", "abbreviated"),
        ("ООО «Тарвекс»", "стенд ЗАО Тарвекс", "Тарвекс", ASIDE),
        ("上海市塔维克斯科技有限公司", "欢迎访问塔维克斯科技的展位", "塔维克斯科技", ASIDE),
        ("株式会社タルベック工業", "新製品のタルベック工業を展示", "タルベック工業", ASIDE),
        ("Molkast & Söhne AG", "Molkast und Soehne", "Molkast und Soehne", ASIDE),
        ("Valve Group Ltd", "the Valve Group Inc.", "Valve Group", ASIDE),
    ],
)  # fmt: skip
def test_a_company_is_found_as_lists_name_it(
    company: str, text: str, written: str, change: str
) -> None:
    assert told(text, company) == [(written, change)]


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("Tarvex Pumps Co., Ltd.", "Molkast Pumps Co., Ltd."),
        ("Industrial Valve Group Ltd", "an industrial valve group of parts"),
        ("Nordwind Pumpen GmbH", "Nordland Pumpen GmbH"),
        ("株式会社タルベック", "スタルベックス"),
    ],
)
def test_another_company_with_the_same_form_words_is_not_it(company: str, text: str) -> None:
    assert told(text, company) == []


@pytest.mark.parametrize(
    ("text", "written", "change"),
    [
        ("Продаю насос Аквавалв, новый", "Аквавалв", "in another alphabet"),
        ("visit aquavalve2024 or buyaquavalve", "aquavalve", "glued to other words"),
        ("#AquavalveOfficial", "Aquavalve", "glued to other words"),
        ("some Aqua-\n   valve here", "Aqua-\n   valve", "with other spacing or punctuation"),
        ("the @qu@valv3 kit", "@qu@valv3", "with lookalike letters"),
        ("two Aquavalves sold", "Aquavalves", "with an ending"),
    ],
)
def test_a_brand_is_found_in_other_clothes(text: str, written: str, change: str) -> None:
    assert told(text, "Aquavalv" if "А" in text else "Aquavalve")[0] == (written, change)


def test_a_slogan_is_found_with_a_word_more_less_or_wrong() -> None:
    slogan = "Quiet power for noisy places"
    for text in (
        "Quiet power for really noisy places",
        "Quiet power for places",
        "Quiet powwer for noisy places",
    ):
        assert told(f"they say: {text}!", slogan)[0][0] == text
    assert told("Noisy places for quiet power", slogan) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a good harvest this year", 0),
        ("Harvest time is near", 0),
        ("the Harvest® kit", 1),
        ("I think the box said Harvest on it", 1),
        ("HARVEST kit in the shop", 1),
    ],
)
def test_a_brand_that_is_a_word_counts_where_it_is_written_as_a_brand(
    text: str, count: int
) -> None:
    assert len(told(text, "Harvest")) == count
    assert len(told("Harvest kit", "Harvest", title=True)) == 1


def test_an_ending_on_the_stem_of_a_word_is_no_slip_where_the_language_is_unknown() -> None:
    assert told("Typ Produktu", "Produkto") == []
    assert told("Zmiana zamówienia dokumentu", "Dokumento") == []


def test_words_that_meet_are_not_a_name() -> None:
    assert told("to read it, for the sea, option o", "Toread", "Forthe", "Optiono") == []


def test_words_of_eight_languages_are_known() -> None:
    assert all(map(is_word, ("candle", "kommando", "contacta", "lumiere", "bestellen")))
    assert is_english("colours")
    assert is_common("harvest")
    assert not is_common("zyxquavo")
    assert not is_russian("zyxquavo")


def test_a_person_is_told_how_a_name_is_searched() -> None:
    assert "written as a brand" in advice("Harvest")
    assert "company form" in advice("Industrial Valve Group Ltd")
    assert "short" in advice("Zuvo")
    assert advice("Aquavalve") == ""


def test_names_behind_entities_and_percent_signs_are_found(protect: Protect) -> None:
    matcher = protect(brand=Text("Aquavalve", where="name"))
    for text in ("buy Aqua&shy;valve", "shop.example/?q=%41quavalve", "&#65;quavalve"):
        match = matcher.examine([Text(text)]).matches[0]
        assert match.evidence[0].unwrapped == ("encoded signs",)
        assert match.evidence[0].details["name"] == "Aquavalve"
