"""A page against the register: copies are found however they are written, others are not."""

import base64
import gzip
import html
import io
import json
import pickle
import random
import re
import tarfile
import zipfile
from collections.abc import Callable
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerprints.content import Code, File, Table, Text
from fingerprints.kind import Context
from matcher.align import length
from matcher.found import Found
from matcher.gather import gathered
from matcher.match import HITS, Evidence, Match, Verdict
from matcher.page import FOLDED, LONGEST, Matcher
from matcher.sentence import sentence

Write = Callable[[int, int], str]
Protect = Callable[..., Matcher]


def found(matcher: Matcher, body: str, title: str = "") -> list[Match]:
    examined = matcher.examine([Text(body)], title)
    return [match for match in examined.matches if match.verdict in HITS]


def numbered(text: str) -> str:
    return "\n".join(f"{number:3d}: {line}" for number, line in enumerate(text.splitlines(), 1))


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "one line": lambda text: " ".join(text.split()),
    "html": lambda text: f"<pre>{html.escape(text)}</pre>",
    "json": lambda text: json.dumps({"file": text}),
    "url": quote_plus,
    "diff": lambda text: "\n".join(f"+{line}" for line in text.splitlines()),
    "line numbers": numbered,
    "quoted": lambda text: "\n".join(f"> {line}" for line in text.splitlines()),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64, wrapped, in prose": lambda text: (
        "see below\n" + base64.encodebytes(text.encode()).decode() + "that was it"
    ),
    "base64, unpadded": lambda text: "x " + base64.b64encode(text.encode()).decode().rstrip("="),
    "base64, cut at its start": lambda text: base64.b64encode(text.encode()).decode()[3:],
    "gzip": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "hex": lambda text: text.encode().hex(" "),
    "zero width": "\u200b".join,
    "lookalikes": lambda text: text.translate(str.maketrans("aeopc", "аеорс")),  # noqa: RUF001 - the disguise
    "base64 in json in html": lambda text: html.escape(
        json.dumps({"data": base64.b64encode(text.encode()).decode()})
    ),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguised_program_is_found_whole(
    protect: Protect, program: Write, disguise: str
) -> None:
    body = program(1, 30)
    matcher = protect(valve_py=Code(body), other_py=Code(program(2, 30)))
    matches = found(matcher, DISGUISES[disguise](body))
    assert [match.asset for match in matches] == ["valve_py"]
    assert matches[0].verdict == "copy"
    assert matches[0].score > 0.95


def test_renamed_identifiers_are_found_and_said(protect: Protect, program: Write) -> None:
    body = program(1, 30)
    matcher = protect(valve_py=Code(body))
    names = sorted(set(re.findall(r"\b[a-z]+_[a-z]+\b", body)))
    table = {name: f"q{number}" for number, name in enumerate(names)}
    renamed = re.sub(r"\b[a-z]+_[a-z]+\b", lambda name: table[name.group()], body)
    match = found(matcher, renamed)[0]
    assert match.evidence[0].kind == "code_sketch@2"
    assert re.fullmatch(r"\d+ of \d+ lines of valve.py, identifiers renamed", sentence(match))


def test_twenty_lines_are_found_at_their_place(protect: Protect, program: Write) -> None:
    lines = program(1, 40).splitlines()
    matcher = protect(valve_py=Code("\n".join(lines)))
    foreign = program(2, 60).splitlines()
    page = "\n".join([*foreign[:100], *lines[50:70], *foreign[100:]])
    match = found(matcher, page)[0]
    assert match.verdict == "part copy"
    part, place = match.evidence[0].spans[0]
    assert (place.first_line, place.last_line) == pytest.approx((101, 120), abs=2)
    assert (part.first_line, part.last_line) == pytest.approx((51, 70), abs=2)
    assert page[place.start : place.end] in page
    assert 0 < match.evidence[0].page_share < 0.3


def test_sixty_words_are_found_and_counted(protect: Protect, prose: Write) -> None:
    body = prose(1, 300)
    matcher = protect(spec_pdf=Text(body))
    excerpt = " ".join(body.split()[100:160])
    match = found(matcher, prose(2, 900) + "\n" + excerpt + "\n" + prose(3, 900))[0]
    words = re.fullmatch(r"(\d+) of 300 words of spec.pdf", sentence(match))
    assert words is not None
    assert int(words[1]) == pytest.approx(60, abs=8)


def test_reordered_sentences_are_found(protect: Protect, prose: Write) -> None:
    lines = prose(1, 480).splitlines()
    matcher = protect(spec_md=Text("\n".join(lines)))
    assert found(matcher, "\n".join(lines[::-1]))[0].asset == "spec_md"


def test_other_works_of_the_same_sort_are_not_hit(
    protect: Protect, program: Write, prose: Write
) -> None:
    matcher = protect(valve_py=Code(program(1, 40)), spec_md=Text(prose(1, 600)))
    for seed in range(2, 12):
        assert found(matcher, program(seed, 40)) == []
        assert found(matcher, prose(seed, 600)) == []


def test_an_innocent_page_says_what_came_nearest(protect: Protect, prose: Write) -> None:
    body = prose(1, 300)
    matcher = protect(spec_md=Text(body))
    examined = matcher.examine([Text(" ".join(body.split()[:7]) + " " + prose(2, 200))])
    assert [match for match in examined.matches if match.verdict in HITS] == []
    assert examined.near[0].asset == "spec_md"
    assert 0 < examined.near[0].score < examined.near[0].threshold
    assert examined.candidates[0][:2] == ("spec_md", "spec.md")


def test_any_shared_run_of_27_letters_is_a_candidate(protect: Protect) -> None:
    """Across lines, at the edges of the page, and in unwrapped forms."""
    chance = random.Random(3)  # noqa: S311 - the same letters every time
    body = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=20_000))
    matcher = protect(secret_txt=Text(body))
    for trial in range(300):
        start = chance.randrange(len(body) - 27)
        run = body[start : start + 27]
        cut = chance.randrange(27)
        written = f"{run[:cut]} -\n{run[cut:]}".upper()
        before, after = ("".join(chance.choices("0123456789", k=chance.randrange(9))) for _ in "ab")
        forms = [f"{before}{written}{after}", base64.b64encode(written.encode() * 2).decode()]
        examined = matcher.examine([Text(forms[trial % 2])])
        assert examined.candidates, (trial, start)


def test_the_sample_of_a_page_is_small_and_stays_the_same(protect: Protect, program: Write) -> None:
    matcher = protect(valve_py=Code(program(1, 5)))
    page = Text(program(3, 400))
    first, second = matcher.examine([page]).sample, matcher.examine([page]).sample
    assert first == second
    assert first.keys() == {"text_chars@1", "text_words@1", "code_tokens@1"}
    assert sum(map(len, first.values())) <= 6_000


def test_a_matcher_travels_to_another_process(protect: Protect, program: Write) -> None:
    body = program(1, 20)
    matcher = protect(valve_py=Code(body))
    again = pickle.loads(pickle.dumps(matcher))  # noqa: S301 - our own bytes
    assert again.examine([Text(body)]) == matcher.examine([Text(body)])


def test_members_of_archives_are_compared_and_named(
    protect: Protect, program: Write, context: Context
) -> None:
    body = program(1, 30)
    matcher = protect(valve_py=Code(body))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("src/valve.py", body)
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        info = tarfile.TarInfo("inner.zip")
        info.size = len(packed.getvalue())
        tar.addfile(info, io.BytesIO(packed.getvalue()))
    sha256 = context.blobs.put(tarred.getvalue())
    examined = matcher.examine([File(sha256, "drop.tar.gz", url="https://x.example/drop.tar.gz")])
    assert examined.matches[0].evidence[0].unwrapped == (
        "gzip",
        "tar:inner.zip",
        "zip:src/valve.py",
    )
    assert examined.compared == {"codes": 1}


def test_an_archive_inside_a_text_is_opened(protect: Protect, program: Write) -> None:
    body = program(1, 30)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("valve.py", body)
    text = "backup: " + base64.b64encode(packed.getvalue()).decode()
    match = found(protect(valve_py=Code(body)), text)[0]
    assert match.evidence[0].unwrapped[:2] == ("base64", "zip:valve.py")
    place = match.evidence[0].spans[0][1]
    assert text[place.start : place.end].startswith("UEsDB")


def test_title_and_text_are_searched_for_names(protect: Protect) -> None:
    matcher = protect(brand=Text("AQUAVALVE", where="name"))
    match = found(matcher, "nothing here", title="New AQUAVALUE 3000, cheap")[0]
    assert match.verdict == "name"
    assert sentence(match) == "the name AQUAVALVE written AQUAVALUE (one letter changed)"
    assert match.evidence[0].where == "title"


def test_rows_of_a_table_are_found_in_running_text(protect: Protect) -> None:
    rows = tuple((f"Company {n * 37} Ltd", f"buyer{n}@mail.example", "Leeds") for n in range(40))
    matcher = protect(customers_csv=Table(rows))
    listing = "\n".join(f"* {mail} works for {name}, ask him" for name, mail, _ in rows[4:12])
    match = found(matcher, "fresh leads\n" + listing)[0]
    assert sentence(match) == "8 rows of customers.csv (2 cells each)"
    assert match.evidence[0].spans[0][1].first_line == 2


def test_a_page_with_a_licence_alone_is_never_a_hit(protect: Protect, program: Write) -> None:
    licence = (
        "Permission is hereby granted, free of charge, to any person obtaining a copy of this "
        'software and associated documentation files (the "Software"), to deal in the Software '
        "without restriction, including without limitation the rights to use, copy, modify, "
        "merge, publish, distribute, sublicense, and/or sell copies of the Software, and to "
        "permit persons to whom the Software is furnished to do so, subject to the following "
        "conditions: The above copyright notice and this permission notice shall be included in "
        "all copies or substantial portions of the Software."
    )
    header = "\n".join(f"# {line}" for line in licence.split(", "))
    matcher = protect(valve_py=Code(header + "\n" + program(1, 30)))
    examined = matcher.examine([Text(header + "\n" + program(2, 30))])
    assert [match.verdict for match in examined.matches] == ["public origin"]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_deleting_words_never_raises_the_score(data: st.DataObject) -> None:
    words, matcher = WORDS, KNOWN[0]
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    fewer = [word for word, keep in zip(words, kept, strict=True) if keep]
    less = [word for word in fewer if data.draw(st.booleans())] if len(fewer) < 40 else fewer[::2]
    assert score(matcher, less) <= score(matcher, fewer) <= score(matcher, words) == 1.0


WORDS: list[str] = []
KNOWN: list[Matcher] = []


@pytest.fixture(autouse=True)
def known(protect: Protect) -> None:
    """One matcher for the property above: hypothesis may not rebuild it for each example."""
    WORDS[:] = [f"word{number}{chr(97 + number % 23)}xq" for number in range(120)]
    KNOWN[:] = [protect(list_txt=Text(" ".join(WORDS)))]


def score(matcher: Matcher, words: list[str]) -> float:
    examined = matcher.examine([Text(" ".join(words))])
    told = [match.score for match in examined.matches]
    return max([*told, *(miss.score for miss in examined.near)], default=0.0)


def test_every_page_of_a_document_is_proof(protect: Protect, prose: Write) -> None:
    """A work cut over the members of one archive is shown as a whole."""
    body = prose(12, 900)[:6_000]
    matcher = protect(spec_md=Text(body))
    pages = [body[at : at + 2_000] for at in range(0, 6_000, 2_000)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, page in enumerate([*pages, pages[0]], 1):
            archive.writestr(f"page{number}.txt", page)
    sha256 = matcher.context.blobs.put(packed.getvalue())
    (match,) = matcher.examine([File(sha256, name="pages.zip")]).matches
    letters = [one for one in match.evidence if one.kind == "text_chars@1"]
    assert {one.unwrapped[0] for one in letters} == {f"zip:page{n}.txt" for n in (1, 2, 3)}
    spans = [(part.start, part.end) for one in letters for part, _ in one.spans]
    assert length(spans) > 0.9 * len(body)


def test_evidence_beside_a_hit_says_when_it_would_be_none_by_itself() -> None:
    def one(part: str, verdict: Verdict) -> Found:
        proof = Evidence(kind="image_hash@1", part=part, where="p", score=0.9)
        return Found("valve", verdict, proof)

    (match,) = gathered([one("a.jpg", "same product?"), one("b.jpg", "copy")])
    assert [(proof.part, proof.lesser) for proof in match.evidence] == [
        ("b.jpg", False),
        ("a.jpg", True),
    ]
    (alone,) = gathered([one("a.jpg", "same product?")])
    assert not alone.evidence[0].lesser


def test_what_folds_to_too_much_is_cut_and_said(protect: Protect, program: Write) -> None:
    body, signs = program(1, 30), "\ufdfa" * (FOLDED // 4)
    matcher = protect(valve_py=Code(body))
    after, before = matcher.examine([Text(signs + body)]), matcher.examine([Text(body + signs)])
    assert after.matches == ()
    assert [match.asset for match in before.matches] == ["valve_py"]
    for examined in (after, before):
        assert examined.unreadable == (f"page: only the first {FOLDED} letters were compared",)


def test_half_characters_change_nothing(protect: Protect, program: Write) -> None:
    body = program(1, 30)
    lost = body.replace(" ", " \ud83d")
    match = protect(valve_py=Code(body)).examine([Text(lost)]).matches[0]
    assert (match.asset, match.verdict) == ("valve_py", "copy")


def test_rows_beyond_the_room_are_not_read(protect: Protect) -> None:
    rows = tuple((f"Firm {n} Ltd", f"m{n}@mail.example", f"+4420{n:07d}") for n in range(50))
    matcher = protect(list_csv=Table(rows))
    long = ("x" * LONGEST,)
    assert matcher.examine([Table((*rows, long))]).matches[0].asset == "list_csv"
    assert matcher.examine([Table((long, *rows))]).matches == ()
