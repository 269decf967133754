"""Where comments, strings and names stand in a source file, near enough to disguise it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from copywatch.drill.builtins import BUILTINS
from fingerprints.lexer import KEYWORDS

_BLOCK = r"/\*[\s\S]*?(?:\*/|\Z)"
_LINE = r"//[^\n]*"
_QUOTED = r'"(?:[^"\\\n]|\\[\s\S])*+"|' + r"'(?:[^'\\\n]|\\[\s\S])*+'"
_PREFIX = r"(?i:\b[rbuf]{1,2})?"
_TRIPLE = r"\"\"\"(?:[^\\]|\\[\s\S])*?(?:\"\"\"|\Z)|'''(?:[^\\]|\\[\s\S])*?(?:'''|\Z)"
_REGEX = r"(?<=[=(,:;!&|?{}\[])[ \t]{0,8}/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/\w*"
_TICKS = r"`(?:[^`\\]|\\[\s\S])*+`"
_WORD = r"[^\W\d][\w$]*|\$\w[\w$]*"
_HASHED = {
    "python", "shell", "ruby", "perl", "r", "yaml", "toml", "make", "cmake", "docker", "powershell",
    "elixir", "julia", "tcl", "terraform", "configuration", "graphql", "nim",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a source file: a comment, string, name, or anything else."""

    kind: str
    text: str


@cache
def _pattern(language: str) -> re.Pattern[str]:
    if language == "python":
        comment, string = r"\#[^\n]*", f"{_PREFIX}(?:{_TRIPLE}|{_QUOTED})"
    elif language in _HASHED:
        comment, string = r"(?<![\w$\\&'\"])\#[^\n]*", _QUOTED
    elif language in {"javascript", "typescript", "vue"}:
        comment, string = f"{_LINE}|{_BLOCK}", f"{_QUOTED}|{_TICKS}|{_REGEX}"
    else:
        comment, string = (
            f"{_LINE}|{_BLOCK}",
            f"{_QUOTED}|{_TICKS}" if language == "go" else _QUOTED,
        )
    number = r"\d[\w.]*"
    return re.compile(
        rf"(?P<comment>{comment})|(?P<string>{string})|(?P<number>{number})|(?P<name>{_WORD})"
        r"|(?P<other>[\s\S])"
    )


def tokens(body: str, language: str) -> Iterator[Token]:
    """The whole file in pieces, in order; language as `fingerprints.read.languages` names it."""
    for found in _pattern(language).finditer(body):
        yield Token(str(found.lastgroup), found.group())


def kept_names(language: str) -> frozenset[str]:
    """Keywords and common builtins, which keep their names."""
    return frozenset(KEYWORDS) | BUILTINS.get(language, frozenset())
