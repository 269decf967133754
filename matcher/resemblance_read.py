"""What of a code text tells who wrote it: strings, numbers, names of others, layout, comments."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST = 60_000  # characters of a text that are looked at
_LINE_COMMENTS = r"""
    //[^\n]*
  | (?<![\w"'&#(\[])\#(?!\s*(?:include|define|if|ifdef|ifndef|else|endif|pragma|undef)\b)[^\n]*
  | \"{3}[\s\S]{0,2000}?\"{3}
"""
_REST = r"""
  | (?P<string>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`[^`\n]*`)
  | (?P<number>\d[\w.]*)
  | (?P<name>[^\W\d]\w*)
  | (?P<space>\s+)
  | (?P<sign>\\[\s\S]|\+\+|--|&&|\|\||[-+*/%=!<>]=|[\s\S])
"""
_TAIL = re.compile(rf"(?P<comment>{_LINE_COMMENTS}){_REST}", re.VERBOSE)
_HEAD = re.compile(rf"(?P<comment>/\*[\s\S]*?\*/|{_LINE_COMMENTS}){_REST}", re.VERBOSE)
_WORD = re.compile(r"[^\W\d]{2,}")
_BLANKS = re.compile(r"(\\[ntr]|\s)+")
RESERVED = frozenset(
    {"if", "elif", "for", "while", "switch", "catch", "with", "synchronized", "class", "this"}
    | {"super", "self", "null", "None", "true", "True", "false", "False", "String"}
)
MAKING = frozenset({"class", "interface", "enum", "struct", "def", "function", "func", "fn"})

Token = tuple[str, str]  # kind and text


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """One code text, read once and compared with others."""

    words: frozenset[str]  # what stands between blanks, comments and all
    code: Sequence[Token]  # without comments and blanks
    comments: frozenset[str]
    comment_words: Counter[str]
    strings: frozenset[str]  # those that say something, as `plain` gives them
    numbers: frozenset[str]
    calls: Counter[str]  # names that somebody else gave: a library's
    paths: Counter[str]  # names written out with all that they belong to: a.b.c
    layout: frozenset[tuple[str, str, str]]  # how much blank stands between which neighbours


def read(text: str) -> Traits:
    """The traits of a text; what lies beyond MOST characters is not looked at."""
    text = text[:MOST].replace("\r\n", "\n").replace("\r", "\n")
    tokens = list(_tokens(text))
    code = [token for token in tokens if token[0] not in {"comment", "space"}]
    comments = [body for kind, body in tokens if kind == "comment"]
    strings = (plain(body[1:-1]) for kind, body in code if kind == "string")
    return Traits(
        words=frozenset(text.split()),
        code=code,
        comments=frozenset(comments),
        comment_words=Counter(word.lower() for body in comments for word in _WORD.findall(body)),
        strings=frozenset(string for string in strings if string),
        numbers=frozenset(body.rstrip("fFdDlL") for kind, body in code if kind == "number"),
        calls=Counter(_calls(code)),
        paths=Counter(_paths(code)),
        layout=frozenset(_layout(tokens)),
    )


def plain(string: str) -> str:
    """A string with each run of blanks and line ends made one blank, and none at its edges."""
    return _BLANKS.sub(" ", string).strip()


def _tokens(text: str) -> Iterator[Token]:
    """All of the text in pieces; a block comment that is never closed is none."""
    start = 0
    last = text.rfind("*/") + 2
    if last > 1:
        for found in _HEAD.finditer(text, 0, last):
            start = found.end()
            yield str(found.lastgroup), found.group()
    for found in _TAIL.finditer(text, start):
        yield str(found.lastgroup), found.group()


def _calls(code: Sequence[Token]) -> Iterator[str]:
    own = frozenset(_defined(code)) | RESERVED
    for place, (kind, body) in enumerate(code):
        if kind == "name" and body not in own:
            before = code[place - 1][1] if place else ""
            if before == "." or body[0].isupper():
                yield body


def _defined(code: Sequence[Token]) -> Iterator[str]:
    """Names of classes and functions that the text makes itself."""
    for place in range(1, len(code) - 1):
        kind, body = code[place]
        before_kind, before = code[place - 1]
        if kind != "name" or body in RESERVED:
            continue
        typed = before_kind == "name" and before not in {"new", "return", "else", "throw"}
        if before in MAKING or (code[place + 1][1] == "(" and (typed or before in {"]", ">"})):
            yield body


def _paths(code: Sequence[Token]) -> Iterator[str]:
    """`java.util.Scanner` and `System.out.println` whole; an own first name is left out."""
    place = 0
    while place < len(code):
        end = place
        while _goes_on(code, end):
            end += 2
        if end > place:
            names = [body for _, body in code[place : end + 1 : 2]]
            own = names[0][0].islower() and end == place + 2
            yield ".".join(["", *names[1:]] if own else names)
        place = end + 1


def _goes_on(code: Sequence[Token], place: int) -> bool:
    kinds = [kind for kind, _ in code[place : place + 3]]
    return kinds == ["name", "sign", "name"] and code[place + 1][1] == "."


def _layout(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    """How much blank the writer leaves between two kinds of neighbours."""
    sides = [body if kind == "sign" else kind for kind, body in tokens]
    for place in range(1, len(tokens)):
        kind, body = tokens[place]
        before = tokens[place - 1][0]
        if kind == "space":
            if place + 1 < len(tokens):
                yield sides[place - 1], _gap(body), sides[place + 1]
        elif before != "space" and (before == "sign") != (kind == "sign"):
            yield sides[place - 1], "", sides[place]


def _gap(blank: str) -> str:
    lines = blank.count("\n")
    return f"{lines} lines" if lines else f"{min(len(blank), 3)} blanks"
