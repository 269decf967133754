"""Unwrapping: every view leads back to the page, and no page costs more than the budget."""

import base64
import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import unwrap as module
from matcher.unwrap import unwrap
from matcher.unwrap_bytes import INFLATED, inflated

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
    assert len(found[0]) == INFLATED


def test_text_wrapped_without_end_is_cut_and_said() -> None:
    text = "a line of text that is wrapped again and again\n" * 2_000
    body = "\n".join(base64.b64encode(f"{n}{text}".encode()).decode() for n in range(40))
    unwrapped = unwrap(body)
    assert unwrapped.left_out
    assert len(unwrapped.views) <= module.VIEWS
    assert sum(len(view.text) for view in unwrapped.views[1:]) <= module.CHARACTERS


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "&", "&#x", "%", "%4", "\\", "\\u", "A", "AAAA\n", "0x", "41 ", "1\n", "> ", "+\n",
     "<<&&%%\\\\", "aGVsbG8gd29ybGQ=\n", "\\n", "--", "'\"", "\u200b"],
)  # fmt: skip
def test_hostile_text_is_unwrapped_in_linear_time(piece: str) -> None:
    before = process_time()
    unwrap(piece * (300_000 // len(piece)))
    assert process_time() - before < 2
