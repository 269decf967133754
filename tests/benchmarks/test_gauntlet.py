"""What the gauntlet counts with: the script that sets aside, overlap of spans, intervals."""

import random
from typing import Any

import pytest

from benchmarks.archives import Archive
from benchmarks.archives_fetch import version_in
from benchmarks.text import figures
from benchmarks.text.apart import RUN, apart
from benchmarks.text.figures import Count
from benchmarks.text.measure import Answer, overlap
from benchmarks.text.roff import plain
from matcher.match import Span

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def noise(size: int, seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - the same text every time
    return "".join(chance.choices(LETTERS, k=size))


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_page_is_set_aside_from_sixty_shared_letters_on_wherever_they_stand(place: int) -> None:
    work = noise(3_000, 1)
    for size, shared in ((RUN, True), (RUN - 1, False)):
        page = (
            noise(500, 2) + "-" + work[place + 1_000 : place + 1_000 + size] + "-" + noise(400, 3)
        )
        aside = apart([("page", page)], [work])[1]
        assert ("page" in aside) == shared


def test_case_and_signs_between_shared_letters_do_not_matter() -> None:
    work = noise(200, 4)
    page = "\n".join(f"# {work[at : at + 7].upper()} --" for at in range(0, 140, 7))
    assert apart([("page", page)], [work])[1]


def test_three_shared_lines_set_a_page_aside_but_not_two_or_empty_ones() -> None:
    lines = ["total += weigh(piece)", "seen.add(piece)", "return total, seen", "x", "}", "}", "}"]
    work = "\n".join(lines)
    three = "start()\n\n" + "\n   ".join(lines[:3]) + "\nstop()"
    two = "start()\n" + "\n".join(lines[:2]) + "\nstop()"
    braces = "}\n" * 9
    _, aside = apart([("three", three), ("two", two), ("braces", braces)], [work])
    assert set(aside) == {"three"}


def test_licence_remarks_and_imports_do_not_set_a_page_aside() -> None:
    licence = (
        "/*\n * Licensed to whoever reads this, without any warranty, under terms told below\n"
        + (" * which are long enough to be more than sixty letters, line for line, twice.\n" * 3)
        + " */\n"
    )
    imports = "import first.thing\nimport second.thing\nimport third.thing\n"
    page, work = (f"{licence}{imports}{noise(300, seed)}\n" for seed in (5, 6))
    assert not apart([("page", page)], [work])[1]


@pytest.mark.parametrize(
    ("spans", "share"),
    [
        ([(10, 20)], 1.0),
        ([(10, 15), (15, 20)], 1.0),
        ([(10, 20), (12, 18)], 1.0),
        ([(10, 15)], 0.5),
        ([(0, 30)], 1 / 3),
        ([(30, 40)], 0.0),
        ([], 0.0),
    ],
)
def test_overlap_is_intersection_over_union_of_all_spans_together(
    spans: list[tuple[int, int]], share: float
) -> None:
    assert overlap([Span(*span) for span in spans], (10, 20)) == pytest.approx(share)


def test_intervals_are_wilsons() -> None:
    assert Count(0, 10_000).interval == pytest.approx((0.0, 0.000384), abs=1e-6)
    assert Count(95, 100).interval == pytest.approx((0.8882, 0.9785), abs=1e-4)
    assert Count(0, 0).interval == (0.0, 1.0)


def test_later_runs_are_held_against_the_better_of_two_runs() -> None:
    def run(**found: int) -> dict[str, Any]:
        return {"rows": {name: {"found": {"found": n, "asked": 300}} for name, n in found.items()}}

    assert figures.standard(run(a=250, b=280), run(a=260, b=270, gone=300)) == run(a=260, b=280)
    assert figures.standard(run(a=250), None) == run(a=250)


def test_the_smallest_excerpt_is_the_one_from_which_on_all_are_told() -> None:
    def some(size: int, found: int) -> list[tuple[int, Answer]]:
        return [
            (size, Answer("sweep", "work", "go", found=at < found, said=size * 50))
            for at in range(20)
        ]

    answers = some(2, 20) + some(3, 5) + some(4, 19) + some(5, 20)
    assert figures.smallest(answers) == {"go": (4, 200)}
    assert figures.smallest(some(5, 18)) == {"go": (None, None)}


@pytest.mark.parametrize(
    ("kind", "name", "file", "version"),
    [
        ("wheel", "pdfminer.six", "pdfminer_six-20250506-py3-none-any.whl", "20250506"),
        ("sdist", "python-ldap", "python_ldap-3.4.5.tar.gz", "3.4.5"),
        ("npm", "@hapi/hapi", "hapi-hapi-21.4.3.tgz", "21.4.3"),
        ("maven", "org.jsoup:jsoup", "jsoup-1.17.2-sources.jar", "1.17.2"),
        ("deb", "bash-completion", "bash-completion_1%3a2.11-6_all.deb", "1:2.11-6"),
        ("npm", "socket.io", "socket.io-client-4.8.1.tgz", None),
        ("deb", "golang-x-net", "golang-x-net-dev_1_all.deb", None),
    ],
)
def test_the_version_is_read_from_the_file_name(
    kind: str, name: str, file: str, version: str | None
) -> None:
    archive = Archive(kind, name, "", "", "", "A", "negative", "")
    assert version_in(archive, file) == version


def test_a_manual_page_reads_as_its_words() -> None:
    head = '.\\" a remark\n.TH LS 1\n.SH NAME\nls \\- list\n'
    page = f"{head}.SH TEXT\nIt \\fBlists\\fR files\n.BR ls (1)\n"
    assert plain(page) == "NAME\n\nls - list\n\nTEXT\n\nIt lists files ls(1)\n"
