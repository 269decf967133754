"""Crawled strings made fit for a message: hostile marks out, length bounded."""

import re
import unicodedata

SHORT, LONG = 120, 300  # characters
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}  # Unicode general categories
_MARKS = str.maketrans({"<": "(", ">": ")", "[": "(", "]": ")", "`": "'", "|": "/"})
_CALLS = re.compile(r"@(?=\w)")  # "@everyone" would wake a whole chat room
_SPACES = re.compile(r"\s+")


def clean(text: str, limit: int = SHORT) -> str:
    """One line without control, direction or chat mark-up characters, cut to `limit`."""
    head = text[: limit * 8]
    seen = "".join(
        " " if char in "\t\r\n\v\f\x85\u2028\u2029" else char
        for char in head
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    line = _SPACES.sub(" ", _CALLS.sub("@ ", seen.translate(_MARKS))).strip()
    return line if len(line) <= limit and len(head) == len(text) else cut(line, limit)


def cut(line: str, limit: int) -> str:
    """The line, shortened with an ellipsis where it is too long."""
    return line if len(line) < limit else line[: limit - 1].rstrip() + "…"


def address(url: str) -> str:
    """A crawled address as text; one that is no plain web address is quoted and so no link."""
    line = clean(url, LONG)
    return line if re.match(r"https?://[^\s@]+$", line) else f"“{line}”"
