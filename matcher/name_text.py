"""A text as names are looked for in it: its words, and its letters and digits in one row."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fingerprints.fold import Folded, fold
from matcher.dictionary import is_english, is_german, is_word

AROUND = 8  # words to each side that tell the language
COVERED = 0.7  # of them in a list: the lists know this language
ARTICLE = 3  # letters of a word with a capital that may come before a brand
LEAST = 2  # words around that tell it at all
LINE_END = re.compile(r"\s*[-\u00ad\u2010]\s*\n\s*")
_RUN = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?:^|[.!?:;\n•|>»\"“„(\[]|\s[-–—*])\W*$")  # noqa: RUF001 - dashes
_MARKS = {ord(mark): " " for mark in "®™℠©"}  # or ™ would fold to letters
_MARK = re.compile(r"\s?(?:®|™|\(r\)|\(tm\)|℠)", re.IGNORECASE)
_NEXT = re.compile(r"\W{0,3}(\w+)")
_LAST = re.compile(r"(\w+)\W{0,3}$")


@dataclass(frozen=True)
class NameText:
    """Made once for each text; offsets are of the folded text unless said otherwise."""

    text: str
    title: bool = False

    @cached_property
    def folded(self) -> Folded:
        """The text in one spelling."""
        return fold(self.text.translate(_MARKS))

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Letters and digits in a row: start and end."""
        return [found.span() for found in _RUN.finditer(self.folded.text)]

    @cached_property
    def words(self) -> list[str]:
        """What stands in the runs."""
        return _RUN.findall(self.folded.text)

    @cached_property
    def squeezed(self) -> str:
        """All letters and digits."""
        return "".join(self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where in the squeezed text each run starts, and where the last one ends."""
        places = [0]
        for word in self.words:
            places.append(places[-1] + len(word))
        return places

    @cached_property
    def number(self) -> dict[int, int]:
        """The run that starts at a place of the squeezed text."""
        return {place: number for number, place in enumerate(self.starts)}

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, by number of the run."""
        found: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            found.setdefault(word, []).append(number)
        return found

    def run_at(self, place: int) -> int:
        """The run that holds a place of the squeezed text."""
        return bisect_right(self.starts, place) - 1

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Places of the original text."""
        origins = self.folded.origins
        if origins is None:
            return start, end
        return int(origins[start]), int(origins[end - 1]) + 1

    def written(self, number: int) -> str:
        """A run as it was written."""
        start, end = self.origin(*self.runs[number])
        return self.text[start:end]

    def gap(self, number: int) -> str:
        """What stands between a run and the next, as it was written."""
        _, end = self.origin(*self.runs[number])
        start, _ = self.origin(*self.runs[number + 1])
        return self.text[end:start]

    def covered(self, number: int) -> bool:
        """Most words around are in a list, so that it says something when this one is not."""
        first = max(0, number - AROUND)
        around = self.words[first:number] + self.words[number + 1 : number + 1 + AROUND]
        around = [word for word in around if len(word) > 1 and not word.isdigit()]
        known = sum(is_english(word) or is_word(word) for word in around)
        return len(around) >= LEAST and known >= COVERED * len(around)

    def proper(self, number: int) -> bool:
        """Written with a capital where no sentence begins."""
        start, end = self.origin(*self.runs[number])
        free = self.title or len(self.runs) == 1 or not self._opens(start)
        return free and self.text[start:end][:1].isupper()

    def hyphenated(self, number: int) -> bool:
        """A part of a word that goes over the end of a line."""
        gaps = [self.gap(at) for at in (number - 1, number) if 0 <= at < len(self.runs) - 1]
        return any(LINE_END.fullmatch(gap) for gap in gaps)

    def _opens(self, start: int) -> bool:
        return bool(_SENTENCE.search(self.text, max(0, start - 12), start)) or start == 0

    def _shouted(self, start: int, end: int) -> bool:
        """Whether the words around are in capitals as well."""
        around = self.text[max(0, start - 30) : start] + self.text[end : end + 30]
        return around.isupper()

    def branded(self, start: int, end: int) -> bool:
        """A common word, at these places of the original, that is written as a brand."""
        written = self.text[start:end]
        if _MARK.match(self.text, end) or not (written.istitle() or written[1:].islower()):
            return bool(_MARK.match(self.text, end)) or not self._shouted(start, end)
        if not written[:1].isupper():
            return False
        if self.title:
            return True
        before, after = self.text[max(0, start - 40) : start], self.text[end : end + 40]
        if self._opens(start) or _german_noun(fold(written).text, before + after):
            return False
        last, following = _LAST.search(before), _NEXT.match(after)
        if following and following[1][:1].isupper():
            return False
        return not last or not last[1][:1].isupper() or len(last[1]) <= ARTICLE


@lru_cache(1_000)  # a page may repeat one thing a hundred thousand times
def _german_noun(word: str, around: str) -> bool:
    """A German word among others: there, nouns have capitals."""
    if not is_german(word):
        return False
    words = [near for near in _RUN.findall(fold(around).text) if len(near) > 1]
    german = sum(is_german(near) and not is_english(near) for near in words)
    english = sum(is_english(near) and not is_german(near) for near in words)
    return german > english or (german == english and not is_english(word))
