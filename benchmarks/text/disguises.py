"""What people do to code before they paste it."""

# ruff: noqa: RUF001 - lookalikes are one of the disguises

import base64
import gzip
import html
import json
import keyword
import random
import re
from collections.abc import Callable
from urllib.parse import quote_plus

Disguise = Callable[[str, random.Random], str]
_NAME = re.compile(r"\b[A-Za-z_]\w*\b")
_WORDS = [
    "alpha",
    "bravo",
    "delta",
    "gamma",
    "omega",
    "sigma",
    "kappa",
    "theta",
    "lambda",
    "zeta",
    "iota",
    "rho",
    "tau",
]
_TWINS = str.maketrans("aceopxyi", "асеорхуі")
ZERO_WIDTH = "\u200b"


def renamed(text: str, chance: random.Random) -> str:
    """Every name that is no keyword, builtin or string gets another one, the same everywhere."""
    table: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found.group()
        if keyword.iskeyword(word) or word in dir(__builtins__) or word == "self":
            return word
        return table.setdefault(word, f"{chance.choice(_WORDS)}_{len(table)}")

    return _NAME.sub(other, text)


def without_comments(text: str, _chance: random.Random) -> str:
    """Comments of Python and Java cut off."""
    return re.sub(r"(?m)[ \t]*(?:#|//)[^\n\"']*$", "", text)


def noisy(text: str, chance: random.Random, share: float = 0.01) -> str:
    """Misread letters, as optical character recognition makes them."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    return "".join(
        chance.choice(letters) if c.isalnum() and chance.random() < share else c for c in text
    )


def sprinkled(text: str, chance: random.Random) -> str:
    """Zero-width spaces after a fifth of the characters."""
    return "".join(c + ZERO_WIDTH if chance.random() < 0.2 else c for c in text)


def lookalikes(text: str, chance: random.Random) -> str:
    """Cyrillic letters for a third of their Latin twins."""
    return "".join(c.translate(_TWINS) if chance.random() < 0.3 else c for c in text)


def _numbered(text: str, _chance: random.Random) -> str:
    return "\n".join(f"{number:4d}  {line}" for number, line in enumerate(text.splitlines(), 1))


def _base64(text: str, _chance: random.Random) -> str:
    return "payload = " + base64.b64encode(text.encode()).decode()


def _wrapped(text: str, _chance: random.Random) -> str:
    return "as promised here it is\n" + base64.encodebytes(text.encode()).decode() + "\nbye then"


DISGUISES: dict[str, Disguise] = {
    "full file": lambda text, _: text,
    "renamed": renamed,
    "comments stripped": without_comments,
    "whitespace collapsed": lambda text, _: " ".join(text.split()),
    "line numbers": _numbered,
    "diff": lambda text, _: "\n".join(f"+{line}" for line in text.splitlines()),
    "html": lambda text, _: f"<pre>{html.escape(text)}</pre>",
    "json": lambda text, _: json.dumps({"content": text}),
    "url": lambda text, _: quote_plus(text),
    "base64": _base64,
    "base64 wrapped": _wrapped,
    "gzip+base64": lambda text, _: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(),
    "hex": lambda text, _: text.encode().hex(),
    "zero width": sprinkled,
    "homoglyphs": lookalikes,
    "noise 1 %": noisy,
    "noise 3 %": lambda text, chance: noisy(text, chance, 0.03),
}
