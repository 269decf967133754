"""Who was given what is read strictly, told in words, and recognised under other spellings."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints import vendors
from fingerprints.errors import ConfigurationError
from fingerprints.parties import fold_company, given_to, host_of, party_of
from fingerprints.register import Register
from fingerprints.register_rows import NewPart
from fingerprints.works import Asset, Disclosure, Party

PARTIES = "Name,Aliases,Country,Domains,Subcontractor of\n"
GIVEN = "Asset,Recipient,Revision,Date,Contract,Clause,Ended\n"


@pytest.fixture
def valve(register: Register) -> Asset:
    asset = Asset(id="valve", title="Seat valve", code_name="Otter")
    register.save(asset, [NewPart(name="names", content="name")])
    return asset


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def load(path: Path, register: Register) -> int:
    return vendors.save(vendors.plan(path, register), register)


def errors(path: Path, register: Register) -> str:
    with pytest.raises(ConfigurationError) as raised:
        vendors.plan(path, register)
    assert register.parties() == [] and register.disclosures() == []
    return str(raised.value)


def test_an_excel_file_with_both_sheets(register: Register, valve: Asset, tmp_path: Path) -> None:
    path = book(
        tmp_path / "vendors.xlsx",
        Lieferanten=[
            ["Unsere Lieferanten 2024"],
            [],
            ["Firma", "Weitere Namen", "Land", "Webseite", "Unterlieferant von", "Umsatz"],
            [
                "Ningbo Valve Co., Ltd.",
                "宁波阀门有限公司; NBV",
                "CN",
                "https://www.nbv.example/",
                "",
                3,
            ],
            ["Small Shop", "", "CN", "", "NBV", 1],
        ],
        Übergaben=[
            ["Zeichnung", "Empfänger", "Rev", "Datum", "Vertrag", "Ziffer", "Beendet am"],
            ["Seat valve", "NBV", "B", dt.datetime(2024, 3, 2), 17, 7, None],  # noqa: DTZ001
            ["otter", "Small Shop", None, None, None, None, None],
        ],
    )
    plan = vendors.plan(path, register)
    assert plan.unknown == ("Umsatz",)
    assert plan.columns["Webseite"] == "domains"
    assert vendors.save(plan, register) == 4
    assert register.party("ningbo-valve-co-ltd") == Party(
        id="ningbo-valve-co-ltd",
        names=("Ningbo Valve Co., Ltd.", "宁波阀门有限公司", "NBV"),
        country="CN",
        domains=("nbv.example",),
    )
    below = register.party("small-shop")
    assert below is not None and below.subcontractor_of == "ningbo-valve-co-ltd"
    assert register.given_to("valve") == (
        "Ningbo Valve Co., Ltd. (rev B, 2024-03-02, contract 17 §7), Small Shop"
    )


def test_importing_again_changes_nothing(register: Register, valve: Asset, tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(PARTIES + 'V1,"Vau Eins",DE,v1.example,\n')
    assert load(path, register) == 1
    assert load(path, register) == 0
    path.write_text(PARTIES + "V1,Vau Eins,FR,v1.example,\n")
    assert load(path, register) == 1
    assert len(register.parties()) == 1


def test_a_toml_file(register: Register, valve: Asset, tmp_path: Path) -> None:
    path = tmp_path / "v.toml"
    path.write_text("""
[[party]]
id = "v1"
names = ["V1", "Vau Eins GmbH"]
aliases = ["V-One"]
domains = ["v1.example"]
[[disclosure]]
asset = "valve"
party = "v1"
revision = "B"
date = 2024-03-02
contract = 17
clause = "7"
ended = 2025-01-31
""")
    assert load(path, register) == 2
    assert register.given_to("valve") == (
        "V1 (rev B, 2024-03-02, contract 17 §7, ended 2025-01-31)"
    )


def test_one_list_may_hold_vendors_and_what_they_got(
    register: Register, valve: Asset, tmp_path: Path
) -> None:
    path = tmp_path / "v.csv"
    path.write_text("Supplier;Country;Work;Date\nV1;DE;valve;02.03.2024\nV1;;Otter;05.06.2024\n")
    assert load(path, register) == 3
    assert register.given_to("valve") == "V1 (2024-03-02), V1 (2024-06-05)"
    assert [party.country for party in register.parties()] == ["DE"]


def test_every_wrong_row_is_told_and_nothing_is_taken(
    register: Register, valve: Asset, tmp_path: Path
) -> None:
    known = tmp_path / "v.xlsx"
    book(
        known,
        Vendors=[["Vendor", "Country", "Domain"], ["V1", "DE", "nodot"], ["", "DE", ""]],
        Given=[
            ["Asset", "Recipient", "Date"],
            ["valve", "V1", "2024-03-02"],
            ["valv", "V1", "2024-13-02"],
            ["valve", "V2", "03/02/2024"],
            ["valve", "", "31.04.2024"],
        ],
    )
    told = errors(known, register)
    for line in (
        "sheet Vendors, row 2: 'nodot' is no domain",
        "sheet Vendors, row 3: the vendor has no name",
        "sheet Given, row 3: the work 'valv' is not known: protect it first",
        "sheet Given, row 3: '2024-13-02' is no date",
        "sheet Given, row 4: the recipient 'V2' is not known",
        "sheet Given, row 4: '03/02/2024' is no date that can be told for sure",
        "sheet Given, row 5: the recipient is missing",
        "sheet Given, row 5: '31.04.2024' is no date",
    ):
        assert line in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[[party]]\nnames=["A"]\ncolour="red"',
            "unknown key 'colour' in [[party]] number 1",
        ),
        ('[[vendor]]\nname="A"', "unknown key 'vendor'. Allowed: [[party]], [[disclosure]]"),
        ('party = "A"', "write each as [[party]]"),
        ("[[party]]\n", "[[party]] number 1: the vendor has no name"),
        ("[[party", "cannot be read as TOML"),
        ("", "no row"),
        ('[[party]]\nnames=["A"]\nsubcontractor_of="B"', "'B', who is not listed"),
    ],
)
def test_a_wrong_toml_file_is_refused(
    text: str, told: str, register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "v.toml"
    path.write_text(text)
    assert told in errors(path, register)


def test_a_table_without_a_known_header_is_refused(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text("foo,bar\n1,2\n")
    assert "no header row" in errors(path, register)
    (tmp_path / "v.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert "cannot be read as a table" in errors(tmp_path / "v.xlsx", register)
    assert "cannot be read" in errors(tmp_path / "gone.csv", register)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ningbo Valve Co., Ltd.", "ningbo valve"),
        ("NINGBO VALVE CO LTD", "ningbo valve"),
        ("Müller & Söhne GmbH & Co. KG", "muller sohne"),
        ("Rossi S.p.A.", "rossi"),
        ("宁波阀门有限公司", "宁波阀门"),
        ("株式会社ヤマダ", "ヤマダ"),
        ("주식회사 한국밸브", "한국밸브"),
        ("Kowalski Sp. z o.o.", "kowalski"),
        ("Novák s.r.o.", "novak"),
        ("Ltd", "ltd"),
        ("Acme Limited Liability", "acme limited liability"),
    ],
)
def test_legal_forms_case_and_accents_do_not_matter(written: str, folded: str) -> None:
    assert fold_company(written) == fold_company(folded) == folded


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_for_plain_names(name: str) -> None:
    assert party_of([Party(id="p", names=(name,))], name, "") is not None or not fold_company(name)


KNOWN = (
    Party(id="v1", names=("V-One Ltd", "一号阀门有限公司"), domains=("v-one.example",)),
    Party(id="v2", names=("Vau Zwei",), domains=("https://www.shop.v2.example/en",)),
)


@pytest.mark.parametrize(
    ("seller", "domain", "id_"),
    [
        ("v-one", "", "v1"),
        ("一号阀门", "", "v1"),
        ("somebody", "www.v-one.example", "v1"),
        ("", "https://sub.v-one.example:8080/x", "v1"),
        ("", "shop.v2.example", "v2"),
        ("Vau Zwei AG", "v-one.example", "v2"),
        ("", "v2.example", None),
        ("", "notv-one.example", None),
        ("One", "", None),
        ("", "", None),
        ("...", "", None),
    ],
)
def test_a_seller_or_domain_is_known_or_not(seller: str, domain: str, id_: str | None) -> None:
    found = party_of(KNOWN, seller, domain)
    assert (found.id if found else None) == id_


def test_the_register_knows_its_parties(register: Register) -> None:
    register.save_parties(KNOWN)
    assert register.party_of("V-ONE LIMITED", "") == KNOWN[0]
    assert register.parties() == list(KNOWN)


def test_hosts_are_bare() -> None:
    assert host_of(" HTTPS://WWW.Shop.Example:443/a?b ") == "shop.example"


def test_recipients_are_listed_and_nobody_is_blamed() -> None:
    entries = [
        Disclosure(asset="a", party="v1", revision="B", clause="annex 2"),
        Disclosure(asset="a", party="gone"),
    ]
    assert given_to(KNOWN, entries) == "V-One Ltd (rev B, annex 2), gone"
    assert given_to(KNOWN, []) == ""


@pytest.mark.parametrize(
    ("revision", "contract", "told"),
    [
        ("B", "17", "rev B, contract 17 §7"),
        ("rev B", "contract 17", "rev B, contract 17 §7"),
        ("batch 22", "PO 4711", "batch 22, PO 4711 §7"),
        ("AB", "17/2024", "rev AB, contract 17/2024 §7"),
    ],
)
def test_a_number_that_says_what_it_is_is_not_told_twice(
    revision: str, contract: str, told: str
) -> None:
    entry = Disclosure(asset="valve", party="x", revision=revision, contract=contract, clause="7")
    assert given_to([], [entry]) == f"x ({told})"
