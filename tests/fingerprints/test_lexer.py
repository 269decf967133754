"""The lexer: the same tokens for a file and for what is pasted of it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints.lexer import NAME, SKIP, STRING, lex

CODE = """
int flow(int rate, int limit) {
    /* never above the limit */
    if (rate > limit) { return limit; }   // clamp
    log("rate %d", rate);
    return rate * 2;
}
"""


def shape(text: str) -> list[int]:
    return [int(code) for code in lex(text).classes]


def test_spacing_comments_and_braces_are_no_matter() -> None:
    bare = CODE.replace("/* never above the limit */", "").replace("// clamp", "")
    assert shape(" ".join(bare.replace("{", "").replace("}", "").split())) == shape(CODE)


def test_names_are_told_apart_but_not_named() -> None:
    lexed = lex("a = b + a")
    assert lexed.classes[0] == NAME == lexed.classes[2] == lexed.classes[4]
    assert lexed.names[0] == lexed.names[4] != lexed.names[2]


def test_a_string_is_one_token_whatever_it_says() -> None:
    assert shape('say("one")') == shape("say('two // three')")
    assert STRING in shape('say("one")')


def test_an_address_is_no_comment() -> None:
    assert len(lex("x = get(http://shop.example/a) + 1").classes) > 8


def test_a_glob_does_not_swallow_what_follows() -> None:
    assert len(lex("copy src/* to dst\n" + "a = b + c\n" * 20).classes) > 80


@given(st.text())
def test_tokens_stand_in_order_and_inside_the_text(text: str) -> None:
    lexed = lex(text)
    assert SKIP not in lexed.classes
    assert (lexed.starts < lexed.ends).all()
    assert (lexed.ends[:-1] <= lexed.starts[1:]).all()
    assert not len(lexed.ends) or lexed.ends[-1] <= len(text)


@pytest.mark.parametrize("piece", ["/*", "'", '"', "\\'", "\\", "'\"", "//", "#", "/* ' ", "-- "])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    before = process_time()
    lex(piece * 100_000)
    assert process_time() - before < 2
