"""Unwrapping: every view leads back to the page, and no page costs more than the budget."""

import base64
import gzip
import html
import json
import re
from pathlib import Path
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from matcher import unwrap as module
from matcher.unwrap import unwrap
from matcher.unwrap_bytes import INFLATED, inflated
from matcher.unwrap_text import _entity
from matcher.view import View, changed, parted

LETTERS = st.text(st.characters(codec="utf-8"), min_size=1)


@given(st.text())
def test_the_first_view_is_the_page_itself(body: str) -> None:
    first = unwrap(body).views[0]
    assert (first.text, first.how) == (body, ())


@given(st.lists(LETTERS, min_size=4, max_size=8))
def test_every_character_of_a_view_has_a_place_on_the_page(lines: list[str]) -> None:
    body = json.dumps(["\n".join(lines), '"', '"', "<b>&amp;</b>&lt;&gt;"])
    for view in unwrap(body).views[1:]:
        assert view.origins is not None
        assert len(view.origins) == len(view.text)
        assert view.origins.max() < len(body)


def test_a_json_string_inside_base64_leads_back_to_the_blob() -> None:
    inner = json.dumps({"code": 'first line of code\n\tsecond "line"\n\tthird line\n'})
    blob = base64.b64encode(inner.encode()).decode()
    body = "look here: " + blob + " bye"
    views = {view.how: view for view in unwrap(body).views}
    view = views["base64", "json"]
    start = view.text.index('second "line"')
    place = view.span(start, start + 13)
    assert 11 <= place[0] < place[1] <= 11 + len(blob)
    assert body[slice(*place)] in blob


def test_wrapped_and_indented_base64_is_one_blob() -> None:
    text = "the whole message of several lines, long enough to be wrapped twice. " * 4
    wrapped = base64.encodebytes(text.encode()).decode().replace("\n", "\n    ")
    assert text in {view.text for view in unwrap("mail:\n    " + wrapped).views}


def test_words_and_paths_are_no_base64() -> None:
    body = "see /usr/share/doc/copywatch/examples/configuration/long/path/name and more\n" * 5
    assert all("base64" not in view.how for view in unwrap(body).views)


def test_a_compressed_bomb_gives_no_more_than_the_limit() -> None:
    import zlib  # noqa: PLC0415 - only here

    found = inflated(zlib.compress(bytes(50_000_000)))
    assert found is not None
    assert len(found.data) == INFLATED and not found.broken


def test_text_wrapped_without_end_is_cut_and_said() -> None:
    text = "a line of text that is wrapped again and again\n" * 2_000
    body = "\n".join(base64.b64encode(f"{n}{text}".encode()).decode() for n in range(40))
    unwrapped = unwrap(body)
    assert unwrapped.left_out
    assert len(unwrapped.views) <= module.VIEWS
    assert sum(len(view.text) for view in unwrapped.views[1:]) <= module.CHARACTERS


def test_more_bombs_than_the_budget_allows_are_left_out_and_said() -> None:
    bomb = base64.b64encode(gzip.compress(bytes(50_000_000))).decode()
    before = process_time()
    unwrapped = unwrap("\n\n".join(f"{n}: {bomb}" for n in range(20)))
    assert process_time() - before < 2
    assert module.MORE in unwrapped.left_out


def test_what_is_wrapped_deeper_than_three_times_is_said() -> None:
    text = b"the whole message, long enough to be worth opening again and again"
    for _ in range(5):
        text = base64.b64encode(text)
    assert unwrap(text.decode()).left_out == module.DEEPER


def test_a_packed_text_that_was_cut_off_gives_what_is_left_and_is_partial() -> None:
    text = "".join(f"line {number} of the message is like no other\n" for number in range(900))
    packed = base64.b64encode(gzip.compress(text.encode())).decode()
    unwrapped = unwrap(packed[: len(packed) // 2])
    assert unwrapped.left_out == module.DAMAGED
    assert unwrapped.views[1].text[:2_000] == text[:2_000]


def test_many_encoded_files_are_said_and_small_pictures_are_nothing() -> None:
    small, large = b"\x89PNG" + bytes(300), b"\x89PNG" + bytes(3_000)
    encoded = [base64.b64encode(data).decode() for data in (small, large)]
    assert unwrap(f"icon {encoded[0]} and").files == []
    assert len(unwrap(f"icon {encoded[1]} and").files) == 1
    many = unwrap("\n\n".join(f"{n}: {encoded[1]}" for n in range(12)))
    assert len(many.files) == module.FILES and many.left_out == module.MORE_FILES


def test_code_that_wraps_nothing_is_read_once() -> None:
    body = Path(module.__file__).read_text(encoding="utf-8")
    assert [view.how for view in unwrap(body).views] == [()]


def test_only_the_wrapped_stretch_of_a_long_text_is_read_again() -> None:
    plain = "It rained all day, and nobody came to see the kiln. " * 200
    wrapped = "one\ntwo\nthree\nfour\nfive"
    view = unwrap(f"{plain}{json.dumps(wrapped)}{plain}").views[1]
    assert wrapped in view.text
    assert len(view.text) < 1_000


def test_a_listing_keeps_the_signs_that_its_lines_begin_with() -> None:
    lines = ["fetch(x)", "  .then(y)", "  | more", ") + 1", "] - 2", "7 of them", "", ". end"]
    bare = [line.strip() for line in lines if line]
    for form in ("{:3} {}", "{}: {}", "{} | {}", "{}\n{}"):
        body = "\n".join(form.format(number, line) for number, line in enumerate(lines, 98))
        views = [view.text for view in unwrap(body).views if view.how == ("line numbers",)]
        assert [[line.strip() for line in text.split("\n") if line] for text in views] == [bare], (
            form
        )


def test_a_patch_reads_as_it_is_after_and_as_it_was_before() -> None:
    patch = "@@ -1,7 +1,7 @@\n - one\n-two = 2\n+two = 3\n - three\n-four(4)\n-five\n+four(5)\n"
    patch += "+five(6)\n   six\n-seven()\n-eight()\n+nine()\n+ten()\n"
    after, before = [view.text for view in unwrap(patch).views if view.how == ("diff",)]
    assert after == " - one\ntwo = 3\n - three\nfour(5)\nfive(6)\n   six\nnine()\nten()\n"
    assert before == " - one\ntwo = 2\n - three\nfour(4)\nfive\n   six\nseven()\neight()\n"


def test_a_dump_takes_no_bytes_from_its_column_of_text() -> None:
    text = "fade bead cafe, " * 6
    rows = [
        f"{at:08x}: {text[at : at + 16].encode().hex(' ', 2)}  {text[at : at + 16]}"
        for at in range(0, len(text), 16)
    ]
    assert text in {view.text for view in unwrap("\n".join(rows)).views}


PIECES = (
    "<", "<a ", "&", "&#x", "%", "%4", "\\", "\\u", "A", "AAAA\n", "0x", "41 ", "1\n", "> ", "+\n",
    "<<&&%%\\\\", "aGVsbG8gd29ybGQ=\n", "\\n", "--", "'\"", "\u200b",
    "<a>", "</a>", "<!--", "&lt;", "&#65;", "%41", "%u0041", "%E4%B8%80", "=3D", "=3", "\\u0041",
    "\\\\n", '\\"', "\\x41", "\\101", '"', "'", "(", "[", "{", "/*", "*/", "x=", "é", "“", "|",
    "@@", "0x41,", "65,", "41", "4142", "(byte)0x41,", "eJweJweJ", "H4sIAAAA", "UEsDBBQA",
    "f0VMRgIB", "00000000:", "\n", "\r\n", "\t", "  \n", "=\n", "=\r\n", '"\n', '"\n"', '" +\n"',
    '\\n" + "', '" ' + " " * 300, "1: a\n", "12 ab\n", "> x\n", "+a\n", "-a\n", " + a\n",
    "# a = b;\n", "// x();\n", "REM a\n", "Ab1" * 7 + "\n", "Ab1" * 7 + " ", "Ab1" * 14 + " ",
    "M" * 60 + "\n", "00000000: 4142 4344\n", '"a",\n', "'a' .\n", "4142" * 10 + "\n", "\x00",
    "\U0001f600",
)  # fmt: skip


def test_no_pattern_takes_more_than_linear_time() -> None:
    slow = {}
    for piece in PIECES:
        body = piece * (40_000 // len(piece))
        before = process_time()
        unwrap(body)
        slow[piece] = process_time() - before
    assert {piece: seconds for piece, seconds in slow.items() if seconds > 0.4} == {}


@given(
    st.sampled_from(["amp", "lt", "notit", "copyx", "Coun", "ampamp", "hearts", "x", "zzz"]),
    st.text("abcXYZ#0189;", max_size=6),
)
def test_an_entity_reads_as_the_library_reads_it(name: str, more: str) -> None:
    for text in (f"&{name}{more}", f"&{more}x", f"&#{more}1"):
        head, end, _ = text.partition(";")
        assert _entity(head + end) == html.unescape(head + end)


def test_signs_are_read_within_their_stretches_and_lead_back() -> None:
    view, signs = View("ab-cd--ef-gh"), re.compile("(-+)")
    stretches = [(1, 7), (9, 11)]
    parts = parted(view.text, signs, stretches)
    assert parts == [["b", "-", "cd", "--", ""], ["", "-", "g"]]
    found = changed(view, parts, lambda sign: "+" * (2 * len(sign)), stretches, "signs")
    assert found is not None
    assert found.origins is not None
    assert found.text == "b++cd++++\n++g"
    assert found.origins.tolist() == [1, 2, 2, 3, 4, 5, 5, 5, 5, 6, 9, 9, 10]
    assert changed(view, [["abc"]], str, [(0, 3)], "signs") is None
