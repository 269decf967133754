"""asset.toml says what a work is, strictly; without it the defaults are sensible."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fingerprints.errors import ConfigurationError
from fingerprints.protect import Request, protect
from fingerprints.protect_facts import read_facts
from fingerprints.protect_plan import slug, usual_right
from fingerprints.register import Register
from fingerprints.works import Asset, Registration

Works = Callable[[dict[str, str | bytes]], Path]

FULL = """
id = "valve-7"
title = "Seat valve 7"
code_name = "Otter"
right = "patent"
owner = "Acme GmbH"
secrecy = "secret"
search_words = ["seat valve"]
names = ["AQUAVALVE"]
slogans = ["Opens when it must"]
price_low = 10
price_high = 19.5
currency = "EUR"
url = "https://acme.example/7"
[[registrations]]
office = "EPO"
number = 123
nice_class = 7
country = "DE"
expiry = 2031-05-01
"""


def test_every_fact_reaches_the_work(register: Register, works: Works, prose: str) -> None:
    (work,) = protect(
        Request(paths=(works({"asset.toml": FULL, "a.txt": prose}),)), register
    ).assets
    assert (work.asset, work.shown, work.error) == ("valve-7", "Otter", "")
    assert register.asset("valve-7") == Asset(
        id="valve-7",
        title="Seat valve 7",
        code_name="Otter",
        right="patent",
        owner="Acme GmbH",
        secrecy="secret",
        registrations=(
            Registration(
                office="EPO", number="123", nice_class="7", country="DE", expiry="2031-05-01"
            ),
        ),
        search_words=("seat valve",),
        names=("AQUAVALVE",),
        slogans=("Opens when it must",),
        price_low=10,
        price_high=19.5,
        currency="EUR",
        url="https://acme.example/7",
    )
    parts = {part.name: part.kinds for part in register.parts("valve-7")}
    assert parts["names"] == ("names@1",)


def test_changed_facts_alone_change_the_work(register: Register, works: Works, prose: str) -> None:
    root = works({"asset.toml": FULL, "a.txt": prose})
    protect(Request(paths=(root,)), register)
    (root / "asset.toml").write_text(FULL.replace("Acme GmbH", "Acme Ltd"))
    (work,) = protect(Request(paths=(root,)), register).assets
    assert work.saved == "changed"
    changed = register.asset("valve-7")
    assert changed is not None and changed.owner == "Acme Ltd"
    assert {part.revision for part in register.parts("valve-7")} == {1}


def test_facts_of_single_files_hold_with_each(register: Register, works: Works, prose: str) -> None:
    facts = """
owner = "Acme"
title = "The whole folder"
[files."a.txt"]
id = "alpha"
secrecy = "secret"
names = ["ALPHAVALVE"]
"""
    root = works({"asset.toml": facts, "a.txt": prose, "sub/b.txt": prose[::-1]})
    works({"sub/asset.toml": 'owner = "Sub"\n[files."b.txt"]\ntitle = "Beta"'})
    protect(Request(paths=(root,), each=True), register)
    alpha, beta = register.asset("alpha"), register.asset("b")
    assert alpha is not None and beta is not None
    assert (alpha.title, alpha.owner, alpha.secrecy) == ("a", "Acme", "secret")
    assert alpha.names == ("ALPHAVALVE",)
    assert (beta.title, beta.owner, beta.secrecy) == ("Beta", "Sub", "internal")


def test_facts_of_single_files_are_not_silently_left_out(
    register: Register, works: Works, prose: str
) -> None:
    root = works({"asset.toml": '[files."a.txt"]\nsecrecy = "secret"', "a.txt": prose})
    (work,) = protect(Request(paths=(root,)), register).assets
    assert "--each" in work.notes[0]


def test_a_single_file_takes_the_facts_beside_it(
    register: Register, works: Works, prose: str
) -> None:
    root = works({"asset.toml": 'id = "seven"\nowner = "Acme"', "a.txt": prose})
    assert protect(Request(paths=(root / "a.txt",)), register).assets[0].asset == "seven"
    works({"b.txt": prose[::-1]})
    assert protect(Request(paths=(root / "b.txt",)), register).assets[0].asset == "b"
    other = register.asset("b")
    assert other is not None and other.owner == "Acme"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('colour = "red"', "unknown key 'colour'. Allowed here: id, title"),
        ('[files."a.txt"]\nsize = 3', "unknown key 'files.a.txt.size'. Allowed here: id"),
        ('[[registrations]]\noffice="X"\nnumber="1"\nclass="7"', "Allowed here: office, number"),
        ('[[registrations]]\noffice="X"', "registrations.0.number: Field required"),
        ('right = "ownership"', "right: Input should be 'trade_secret', 'patent'"),
        ('names = "AQUA"', "names: Input should be a valid list"),
        ("price_low = -1", "price_low: Input should be greater"),
        ('id = "a/b"', "id: letters, digits"),
        ("title = true", "title: Input should be a valid string"),
        ('[files."gone.txt"]\nid = "x"', "names a file that is not there"),
        ("title = ", "cannot be read as TOML"),
        (b"\xff\xfe", "cannot be read as TOML"),
    ],
)
def test_a_wrong_fact_is_refused_with_file_key_and_choice(
    text: str | bytes, told: str, works: Works
) -> None:
    root = works({"asset.toml": text, "a.txt": "words"})
    with pytest.raises(ConfigurationError) as raised:
        read_facts(root)
    assert told in str(raised.value)
    assert str(root / "asset.toml") in str(raised.value)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Seat Valve 7", "seat-valve-7"),
        ("a/b_c.txt", "a-b-c-txt"),
        ("Größe", "größe"),
        ("红外 阀门", "红外-阀门"),
        ("ＡＢＣ", "abc"),  # noqa: RUF001 - full width is meant
        ("!!!", ""),
        ("x" * 200, "x" * 80),
    ],
)
def test_ids_are_made_of_letters_and_digits(name: str, id_: str) -> None:
    assert slug(name) == id_


@pytest.mark.parametrize(
    ("contents", "right"),
    [
        (["code", "text", "image"], "software"),
        (["image", "image", "text"], "design"),
        (["table"], "database"),
        (["text", "text", "table"], "copyright"),
        (["name", ""], "copyright"),
        ([], "copyright"),
    ],
)
def test_the_right_follows_from_what_the_work_is(contents: list[str], right: str) -> None:
    assert usual_right(contents) == right
