"""The labelled set of names, by which the matcher is measured: complete, split, and unchanged."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

from benchmarks.names import brands

HERE = Path(brands.__file__).parent
FROZEN = {
    "positives.tsv": "8de44c19213f1817e9558d7f9a2b96d2c2233b744647385783c7d5bca636c098",
    "negatives.tsv": "412a707fad47aacac894c15811389ce70cd7d437a20b3161f553f0fded74a67b",
}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab"))


def test_the_set_is_the_one_committed_before_the_matcher_was_changed() -> None:
    for name, digest in FROZEN.items():
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest, name


def test_each_half_has_its_five_hundred_names_and_half_of_five_thousand_sentences() -> None:
    named, real = rows("positives.tsv"), rows("negatives.tsv")
    assert all(row["written"] in row["text"] for row in named)
    for half in "AB":
        ways = Counter(row["way"] for row in named if row["half"] == half)
        assert sum(ways.values()) >= 500
        assert len(ways) == 31
        assert sum(row["half"] == half for row in real) == 2_500


def test_no_name_and_no_project_is_in_both_halves() -> None:
    names = Counter(name.word for name in brands.watched())
    assert max(names.values()) == 1
    halves = {(row["archive"], row["half"]) for row in rows("negatives.tsv")}
    assert len(halves) == len({archive for archive, _ in halves}) == 20
