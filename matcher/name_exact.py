"""The letters of a name in a row: as they are, spaced, hyphenated, or glued to other words."""

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from fingerprints.company import SHORT
from fingerprints.fold import hidden
from fingerprints.wordset import wordset
from matcher.clock import NAMED, Clock
from matcher.dictionary import is_common, is_word
from matcher.name_forms import ABBREVIATED, Form, is_legal
from matcher.name_index import EASTERN, FORGED, STARTS, NameIndex, windows
from matcher.name_text import LINE_END, NameText
from matcher.name_written import Written

APART = 3  # characters between the pieces of a spaced name
STRANGE = 0.3  # of the letters of a spaced name stand in pieces that are no words
PLACES = 5_000  # of one name in one text; a page may repeat it a hundred thousand times
PAIR = 2  # words; a longer name may hold marks
EXTENSION = 8  # letters by which a word around a name may be longer
TAG = 40  # letters beside a name that are looked at; more are no word
GLUE = wordset(
    "shop store official online the my buy get original pro team fans club sale deals market "
    "outlet app web tv uk us eu de fr ru cn it es pl html php jpg png www com net org img id"
)
_SENTENCE = re.compile(r"[.,;:!?…]\s|\n\s*\n")
_JOINT = re.compile(r"[-_.·'\u2010-\u2013\u00ad/]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")


def exact(page: NameText, index: NameIndex, clock: Clock) -> Iterator[Written]:
    """All places of all names, the first ones of a name that is everywhere."""
    left = dict.fromkeys(index.forms, PLACES)
    for form, at in clock.within(_standing(page, index), NAMED):
        if not left[form]:
            continue
        first, end = page.number.get(at), at + len(form.key)
        last = page.number.get(end)
        if first is not None and last is not None:
            written = _whole(page, form, first, last - 1)
        else:
            written = _inside(page, form, at, end)
        if written is not None:
            left[form] -= 1
            yield written


def _standing(page: NameText, index: NameIndex) -> Iterator[tuple[Form, int]]:
    squeezed = page.squeezed
    for at in (*page.starts[:-1], *_places_inside(page, index)):
        for size in STARTS:
            for form in index.starts.get(squeezed[at : at + size], ()):
                if squeezed.startswith(form.key, at):
                    yield form, at


def _places_inside(page: NameText, index: NameIndex) -> list[int]:
    """Where a name may start inside a word."""
    places = set(np.flatnonzero(index.filter[windows(page.squeezed)]).tolist())
    if index.eastern:
        places.update(found.start() for found in EASTERN.finditer(page.squeezed))
    return sorted(places.difference(page.starts))


def _whole(page: NameText, form: Form, first: int, last: int) -> Written | None:
    """A name from the start of a word to the end of one."""
    if form.core and _generic(form) and not _legal(page, first, last):
        return None
    if first < last and not _together(page, form, first, last):
        return None
    start, end = page.origin(page.runs[first][0], page.runs[last][1])
    written = Written.of(form, start, end, page.text)
    if first < last or len(form.words) > 1 or form.core or not is_common(form.key):
        return written
    return written if _forged_or_branded(page, written) else None


def _forged_or_branded(page: NameText, written: Written) -> bool:
    letters = page.text[written.start : written.end]
    return _forged(letters, written.name.word) or page.branded(written.start, written.end)


def _forged(letters: str, word: str) -> bool:
    """Letters of another alphabet among those of the name, or some that nobody sees."""
    if letters.isascii():
        return False
    mixed = word.isascii() and any(map(str.isascii, letters))
    return mixed or any(map(hidden, letters))


def _generic(form: Form) -> bool:
    """Only words that any company of a trade has."""
    return all(word in SHORT or is_common(word) or len(word) == 1 for word in form.words)


def _legal(page: NameText, first: int, last: int) -> bool:
    """A legal form follows or comes before."""
    after = "".join(page.words[last + 1 : last + 4])
    near = [*page.words[last + 1 : last + 3], *page.words[max(0, first - 1) : first]]
    return any(map(is_legal, near)) or any(is_legal(after[:size]) for size in (2, 3))


def _together(page: NameText, form: Form, first: int, last: int) -> bool:
    """Pieces that stand close, and are more than ordinary words that happen to meet."""
    words = page.words[first : last + 1]
    gaps = [page.gap(number) for number in range(first, last)]
    if any(len(gap) > APART and not LINE_END.fullmatch(gap) for gap in gaps):
        return False
    if tuple(words) == form.words:
        marks = len(words) > PAIR or form.change == ABBREVIATED
        return marks or not _SENTENCE.match(gaps[0])
    if any(map(_SENTENCE.match, gaps)):
        return False
    if any(map(str.isdigit, form.key)):
        return True
    return len(form.key) >= FORGED and _no_chance(page, form, range(first, last + 1), gaps)


def _no_chance(page: NameText, form: Form, numbers: range, gaps: list[str]) -> bool:
    """Letters apart, pieces that are no words, or words that are put together on purpose."""
    words = [page.words[number] for number in numbers]
    if all(len(word) == 1 for word in words) or all(map(LINE_END.fullmatch, gaps)):
        return True
    if len(form.words) == 1 and is_common(form.key):
        return False
    strange = sum(len(word) for word in words if not is_common(word))
    if strange >= STRANGE * len(form.key):
        return True
    if any(len(word) <= APART for word in words):
        return False
    return all(_JOINT.search(gap) for gap in gaps) or all(
        page.written(number)[:1].isupper() for number in numbers
    )


def _inside(page: NameText, form: Form, at: int, end: int) -> Written | None:
    """A name within a word: glued to others that say what it is, or in a text without spaces."""
    number = page.run_at(at)
    word, place = page.words[number], at - page.starts[number]
    after = place + len(form.key)
    if after > len(word):
        return None
    start = page.runs[number][0]
    start, end = page.origin(start + place, start + after)
    before, behind = word[max(0, place - TAG) : place], word[after : after + TAG]
    if EASTERN.search(form.key):
        free = _free(before[-1:], form.key[0]) and _free(form.key[-1], behind[:1])
        return Written.of(form, start, end, page.text) if free else None
    if (
        len(form.key) < FORGED
        or form.core
        or not _glued(page.text, form, before, behind, (start, end))
    ):
        return None
    around = max(0, place - EXTENSION)
    if is_common(form.key) or _in_longer_word(
        word[around : after + EXTENSION], place - around, after - around
    ):
        return None
    return Written(form.name, start, end, "glued", "glued to other words")


def _free(one: str, other: str) -> bool:
    """Whether a word may end between these two: in Chinese anywhere, in Katakana not."""
    if not one or not other:
        return True
    return not (_KATAKANA.match(one) and _KATAKANA.match(other))


def _glued(text: str, form: Form, before: str, behind: str, place: tuple[int, int]) -> bool:
    if any(map(str.isdigit, form.key)):
        return False
    start, end = place
    humped = text[start].isupper() and text[start - 1 : start].islower()
    hump = text[end : end + 1].isupper() and text[end - 1].islower()
    return (not before or humped or _tag(before)) and (not behind or hump or _tag(behind))


def _tag(rest: str) -> bool:
    """What is put before or behind a brand: numbers and words."""
    rest = rest.strip("0123456789")
    return not rest or rest in GLUE or (len(rest) >= APART and is_common(rest))


@lru_cache(1_000)  # a page may repeat one thing a hundred thousand times
def _in_longer_word(around: str, place: int, after: int) -> bool:
    """Whether a word of a language holds the name and more."""
    return any(
        is_word(around[first:last])
        for first in range(place + 1)
        for last in range(after, len(around) + 1)
        if last - first > after - place
    )
