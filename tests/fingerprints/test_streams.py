"""The streams: what is shared is found wherever it stands, and spans lead back to the original."""

import random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fingerprints import code_members, code_tokens, octets, text_chars, text_words, winnow
from fingerprints.fold import fold
from fingerprints.stream import Grams, Stream, line_starts
from fingerprints.streams import STREAMS, read_all

SEEDS = st.integers(0, 2**32)
# Letters of several scripts and signs that fold to nothing or to several.
AROUND = st.text(
    "qQ7éßя中\u0301\u200b\ufb01\U0001d41a\u202e .,;\n\r\t'\"/*#-_`\\{}()=", max_size=60
)
CODE = st.text("xyz019 .;\n\r\t()=+*{}[]<>é\u200b", max_size=60)
OF_CODE = (code_tokens.STREAM, code_members.STREAM)  # read by what stands before
NAMES = ("valve", "inlet", "drop", "area", "spring", "seat", "tank", "bar")


def letters(chance: random.Random) -> list[str]:
    """Twenty-seven letters and digits: any twenty of them say enough."""
    twenty = chance.sample("ghijklmnopqrstuvwxyz0123456789", 20)
    return twenty + twenty[:7]


def words(chance: random.Random) -> list[str]:
    return ["".join(chance.choices("abcdefgh", k=8)) + f"w{at}" for at in range(6)]


def tokens(chance: random.Random) -> list[str]:
    units: list[str] = []
    while len(units) < 27:
        units += [chance.choice(NAMES), chance.choice("=+-*<>.:")]
    return ["(", *units[:26]]


def shared(stream: Stream, protected: str, page: str) -> bool:
    stored = read_all(protected)[stream.name]
    chosen = winnow.choose(stored.hashes, stream.w, stored.keep)
    asked = read_all(page)[stream.name]
    return bool(np.isin(stored.hashes[chosen], asked.hashes[asked.keep]).any())


@settings(max_examples=60, deadline=None)
@given(SEEDS, *[AROUND] * 4)
def test_twenty_seven_letters_are_found_between_anything(
    seed: int, before: str, after: str, left: str, right: str
) -> None:
    chance = random.Random(seed)  # noqa: S311 - any run will do
    run = letters(chance)
    spaced = "".join(unit + chance.choice(("", "", " ", "\r\n", "\u200b", "-")) for unit in run)
    assert shared(
        text_chars.STREAM, f"{before}{''.join(run)}{after}", left + spaced.upper() + right
    )


@settings(max_examples=60, deadline=None)
@given(SEEDS, *[AROUND] * 4)
def test_six_words_are_found_between_anything(
    seed: int, before: str, after: str, left: str, right: str
) -> None:
    run = words(random.Random(seed))  # noqa: S311 - any run will do
    protected = f"{before}\n{' '.join(run)} {after}"
    assert shared(text_words.STREAM, protected, f"{left} {', '.join(run).title()}.{right}")


@settings(max_examples=60, deadline=None)
@given(SEEDS, *[CODE] * 4)
def test_twenty_seven_tokens_are_found_renamed_between_any_code(
    seed: int, before: str, after: str, left: str, right: str
) -> None:
    chance = random.Random(seed)  # noqa: S311 - any run will do
    run = tokens(chance)
    other = dict(zip(NAMES, chance.sample("abcdefgh", 8), strict=True))
    renamed = "".join(other.get(unit, unit) + chance.choice((" ", "\r\n", "; ")) for unit in run)
    protected = f"{before}\n{' '.join(run)}\n{after}"
    assert shared(code_tokens.STREAM, protected, f"{left}\n{renamed}\n{right}")


def test_a_run_is_found_after_whatever_a_snippet_cut_off() -> None:
    """A quote, comment or docstring that began before the snippet ends with its line or mark."""
    run = " ".join(tokens(random.Random(3)))  # noqa: S311 - any run will do
    for left in ('said"', "it's", "end */", 'end."""', "end.'''", "`", "// so", "# so", "-- so"):
        assert shared(code_tokens.STREAM, f"x = y\n{run}\nz", f"{left}\n{run}\n")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
@example("ß\u200b" * 30)
@example("ﷺ b" * 30)
def test_spans_lie_in_the_original_in_order_and_hold_what_was_read(text: str) -> None:
    whole = text + " Valve inlet drop spring seat tanks, and so on: reads gauges ."
    for stream in STREAMS:
        grams = read_all(whole)[stream.name]
        in_order(grams, len(whole))
        for start, end in zip(grams.starts.tolist(), grams.ends.tolist(), strict=True):
            again = stream.read(fold(whole[start:end]), stream.k)
            assert stream in OF_CODE or again.total >= stream.k


def in_order(grams: Grams, size: int) -> None:
    assert len(grams.hashes) == len(grams.keep) == len(grams.starts) == len(grams.ends)
    assert (grams.starts < grams.ends).all()
    assert (np.diff(grams.starts.astype(np.int64)) >= 0).all()
    assert not len(grams.ends) or int(grams.ends.max()) <= size


def test_spans_of_a_disguised_text_lead_back_to_it() -> None:
    plain = "the lower valve closes before the upper one opens at 5 o'clock sharp each morning"
    disguised = "\u200b".join(plain.replace("o", "\u043e").replace("ee", "\u00e9\u0301e"))
    for stream in (text_chars.STREAM, text_words.STREAM):
        here, there = read_all(plain)[stream.name], read_all(disguised)[stream.name]
        assert (here.hashes == there.hashes).all()
        for at in range(len(here.starts)):
            piece = disguised[there.starts[at] : there.ends[at]]
            assert fold(piece).text == plain[here.starts[at] : here.ends[at]]


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_line_ends_case_and_unseen_signs_are_no_matter(stream: Stream) -> None:
    code = "def flow(valve, inlet):\n    drop = inlet - 3\n    if drop < 0.5 and valve:\n"
    code += "        valve.count = drop * valve.area + 17\n    return valve[drop]\n"
    code += "    valve.seat.spring.coil.close_gently('twice').reopened\n"
    plain = read_all(code)[stream.name]
    assert plain.keep.any()
    for other in (
        code.replace("\n", "\r\n"),
        code.upper(),
        "\ufeff" + code.replace("l", "l\u00ad"),
    ):
        assert (read_all(other)[stream.name].hashes == plain.hashes).all()


@pytest.mark.parametrize("text", ["", " ", "a", "\u200b", "é", "'", "\0", "\ud800", "a b"])
def test_a_text_too_short_for_a_gram_gives_none(text: str) -> None:
    for grams in read_all(text).values():
        assert len(grams.hashes) == len(grams.keep) == len(grams.starts) == len(grams.ends) == 0


def test_every_letter_outside_ascii_is_one_byte_and_no_byte_of_the_lexer() -> None:
    text = "".join(map(chr, [*range(1, 0xD800), *range(0xE000, 0x11000)]))
    read = octets.of(text)
    assert len(read) == len(text)
    assert read[:127] == bytes(range(1, 128))
    assert min(read[127:]) >= octets.FOREIGN and max(read) <= octets.OTHER
    alphabet = octets.of("абвгдежзийклмнопрстуфхцчшщъыьэюя")
    assert len(set(alphabet)) == len(alphabet)


@given(st.text("a\n\ré中", max_size=40))
def test_lines_start_after_line_feeds(text: str) -> None:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    assert line_starts(text).tolist() == [s for s in starts[:-1] if s < len(text)] or [0]
