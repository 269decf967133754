"""The lexer: the same tokens for a file and for what is pasted of it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints.fold import fold
from fingerprints.lexer import NAME, NUMBER, SIGN, SKIP, STRING, Lexed, class_of, read

CODE = """
int flow(int rate, int limit) {
    /* never above the limit */
    if (rate > limit) { return limit; }   // clamp
    log("rate %d", rate);
    return rate * 2;
}
"""


def lex(text: str) -> Lexed:
    return read(fold(text))


def shape(text: str) -> list[int]:
    return [int(code) for code in lex(text).classes]


def test_spacing_comments_and_braces_are_no_matter() -> None:
    bare = CODE.replace("/* never above the limit */", "").replace("// clamp", "")
    assert shape(" ".join(bare.replace("{", "").replace("}", "").split())) == shape(CODE)


def test_names_are_told_apart_but_not_named() -> None:
    lexed = lex("a = b + a")
    assert lexed.classes[0] == NAME == lexed.classes[2] == lexed.classes[4]
    assert lexed.names[0] == lexed.names[4] != lexed.names[2]


@pytest.mark.parametrize(
    ("word", "named"),
    [
        *(("new", False), ("New", True), ("NEW", True), ("if", False), ("If", True)),
        *(("True", False), ("None", False), ("NULL", False), ("TypeError", False)),
        *(
            ("typeerror", True),
            ("integer", True),
            ("Integer", False),
            ("len", True),
            ("dict", True),
        ),
        *(
            ("printf", False),
            ("Printf", True),
            ("Return", True),
            ("\uff4eew", False),
            ("\uff2eew", True),
        ),
    ],
)
def test_a_word_counts_as_its_language_writes_it(word: str, named: bool) -> None:  # noqa: FBT001
    assert (shape(f"x = {word} + 1")[2] == NAME) == named


def test_layout_words_are_left_out_only_as_they_are_written() -> None:
    assert shape("return x") == [NAME]
    assert shape("Return x") == [NAME, NAME]
    assert shape("x = None")[-1] == class_of("none")


def test_a_string_is_one_token_whatever_it_says() -> None:
    assert shape('say("one")') == shape("say('two // three')")
    assert STRING in shape('say("one")')


def test_an_address_is_no_comment() -> None:
    assert len(lex("x = get(http://shop.example/a) + 1").classes) > 8


def test_a_glob_does_not_swallow_what_follows() -> None:
    assert len(lex("copy src/* to dst\n" + "a = b + c\n" * 20).classes) > 80


@pytest.mark.parametrize(
    "comment",
    [
        "// it's one",
        "/* it's\n * one\n */",
        " # it's one",
        " -- it's one",
        "--[[ it's\n one ]]",
        ";; it's one",
        "<!-- it's\n one -->",
    ],
)
def test_comments_of_every_language_are_no_matter(comment: str) -> None:
    assert shape(f"a = f(b)\n{comment}\nc = 'd'") == shape("a = f(b) c = 'd'")


def test_signs_that_only_look_like_comments_are_none() -> None:
    for code in ("#include <a.h>", "#[derive(A)]", "a--; --b", "for (;;)", "a = b/*c", "x = a[-1]"):
        assert len(shape(f"{code}\nq = r")) > len(shape("q = r")) + 1
        assert shape(f"{code}\nq = r")[-3:] == shape("q = r")


def test_a_docstring_is_a_comment_and_another_triple_quoted_text_a_string() -> None:
    bare = "def f(a):\n    return a + 1\n"
    said = 'def f(a):\n    """Say it\'s\n    so."""\n    return a + 1\n'
    assert shape(said) == shape(bare)
    assert shape("a = '''one \" two\nthree'''") == shape("a = 'one'")


def test_a_snippet_that_begins_in_a_comment_or_docstring_is_soon_in_step() -> None:
    code = "\ndef f(a):\n    return a + g('b')\n"
    for end in (' end."""', " end. */", "' end", ' end"', "` end"):
        assert shape(end + code)[-len(shape(code)) :] == shape(code)


def test_prefixes_belong_to_strings() -> None:
    for prefix in ("f", "r", "b", "u", "rb", "Rb".lower(), "u8"):
        assert shape(f'a = {prefix}"x"') == shape('a = "x"')
    assert len(shape('a = in"x"')) == 4


def test_regular_expressions_are_strings_and_divisions_are_none() -> None:
    assert shape("""a = /[/"']+/g.test(b)""") == shape('a = "x".test(b)')
    assert shape("return /'/") == shape('return "x"')
    assert len(shape("a = b / c / d")) == 7


def test_a_number_is_one_token_however_it_is_written() -> None:
    for number in ("1", "0x1F", "1_000", "10L", "1.5f", ".5", "1.5e3", "127.0.0.1"):
        assert shape(f"a = {number} + b") == [NAME, SIGN + ord("="), NUMBER, SIGN + ord("+"), NAME]
    assert len(shape("a[1].b")) == 6


def test_line_ends_wrapping_and_declaring_words_are_no_matter() -> None:
    code = "const a = f(b,\n  c);\nlet d = a + 1;\nreturn d;\n"
    assert shape(code.replace("\n", "\r\n")) == shape(code)
    assert shape(code.replace("\n", " \\\n ")) == shape(code)
    assert shape("a=f(b,c),d=a+1;d") == shape(code)


@given(st.text())
def test_tokens_stand_in_order_and_inside_the_text(text: str) -> None:
    lexed = lex(text)
    assert SKIP not in lexed.classes
    assert (lexed.starts < lexed.ends).all()
    assert (lexed.ends[:-1] <= lexed.starts[1:]).all()
    assert not len(lexed.ends) or lexed.ends[-1] <= len(fold(text).text)


@pytest.mark.parametrize(
    "piece",
    [
        *("/*", "'", '"', "\\'", "\\", "'\"", "//", "#", "/* ' ", "-- ", "`", "``", '""', '"""'),
        *("= ''' ", "(/", "(/[", "(/\\", ";;", "<!--", "--[[", "--", ".1", "/", '= """ /* '),
    ],
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    before = process_time()
    lex(piece * 30_000)
    assert process_time() - before < 1
