"""Shared spans are marked exactly, and long texts are cut around them."""

from hypothesis import given
from hypothesis import strategies as st

from console.marks import LINES, WIDER, mark, widened
from matcher.match import Span

BODY = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten"


def marked(body: str, *spans: tuple[int, int]) -> list[str]:
    shown = mark(body, [Span(*span) for span in spans])
    return [piece.text for line in shown.lines for piece in line.pieces if piece.marked]


def test_a_span_is_marked_and_nothing_else() -> None:
    assert marked("the red valve", (4, 7)) == ["red"]


def test_marks_grow_to_the_end_of_what_both_sides_share() -> None:
    ours, theirs = "x The red valve.\nOld", "yy The red valve.\nNew"
    [(mine, page)] = widened(ours, theirs, ((Span(5, 10), Span(6, 11)),))
    assert ours[mine.start : mine.end] == theirs[page.start : page.end] == "The red valve."


def test_marks_grow_a_little_only() -> None:
    [(mine, _)] = widened("a" * 999, "a" * 999, ((Span(500, 510), Span(500, 510)),))
    assert (mine.start, mine.end) == (500 - WIDER, 510 + WIDER)


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_what_a_mark_gains_is_the_same_on_both_sides(ours: str, theirs: str) -> None:
    middle = Span(len(ours) // 2, len(ours) // 2), Span(len(theirs) // 2, len(theirs) // 2)
    [(mine, page)] = widened(ours, theirs, (middle,))
    assert ours[mine.start : mine.end] == theirs[page.start : page.end]


def test_overlapping_spans_are_one_mark() -> None:
    assert marked("the red valve", (4, 9), (6, 13)) == ["red valve"]


def test_a_span_over_several_lines_is_marked_in_each() -> None:
    assert marked("one\ntwo\nthree", (2, 9)) == ["e", "two", "t"]


def test_lines_far_from_a_mark_are_left_out_and_counted() -> None:
    start = BODY.index("nine")
    shown = mark(BODY, [Span(0, 3), Span(start, start + 4)])
    assert [line.number for line in shown.lines] == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    assert [line.left_out for line in shown.lines] == [0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert shown.rest == 0


def test_without_spans_the_beginning_is_shown() -> None:
    shown = mark("line\n" * 1000, [])
    assert len(shown.lines) == LINES
    assert shown.rest == 1001 - LINES


def test_one_endless_line_is_cut_around_its_mark() -> None:
    body = "a" * 100_000 + "VALVE" + "b" * 100_000
    shown = mark(body, [Span(100_000, 100_005)])
    text = "".join(piece.text for piece in shown.lines[0].pieces)
    assert "VALVE" in text
    assert len(text) < 1000


def test_marks_of_an_endless_line_have_an_end_too() -> None:
    shown = mark("a" * 100_000, [Span(0, 90_000)])
    assert sum(len(piece.text) for line in shown.lines for piece in line.pieces) < 10_000


@given(
    st.text(alphabet="ab\n", max_size=200),
    st.lists(st.tuples(st.integers(-50, 300), st.integers(-50, 300)), max_size=8),
)
def test_what_is_shown_stands_in_the_text_and_only_spans_are_marked(
    body: str, spans: list[tuple[int, int]]
) -> None:
    shown = mark(body, [Span(*span) for span in spans])
    lines = body.split("\n")
    inside = {at for start, end in spans for at in range(max(0, start), min(len(body), end))}
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for line in shown.lines:
        assert "".join(piece.text for piece in line.pieces) == lines[line.number - 1]
        at = starts[line.number - 1]
        for piece in line.pieces:
            positions = set(range(at, at + len(piece.text)))
            assert positions <= inside if piece.marked else not positions & inside
            at += len(piece.text)
