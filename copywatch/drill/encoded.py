"""A text written as another text: base64, hexadecimal, escapes."""

import base64
import gzip
import json
import random
from urllib.parse import quote_plus

from copywatch.drill import filler
from copywatch.drill.disguise import Disguised

WRAP = 76


def _page(text: str, chance: random.Random, name: str = "page.txt") -> Disguised:
    """The encoded text between two paragraphs of talk."""
    whole = f"{filler.talk(chance)}\n\n{text}\n\n{filler.talk(chance, 2)}\n"
    return Disguised(whole.encode(), name)


def base64_line(body: str, _language: str, chance: random.Random) -> Disguised:
    """One long line."""
    return _page(f'payload = "{_base64(body.encode())}"', chance)


def base64_wrapped(body: str, _language: str, chance: random.Random) -> Disguised:
    """Lines of 76 characters in the middle of prose (RFC 2045)."""
    return _page("\n".join(_lines(_base64(body.encode()), 0)), chance)


def base64_mid_line(body: str, _language: str, chance: random.Random) -> Disguised:
    """It begins in the middle of a line of prose, which is why the first piece is shorter."""
    words = chance.choice(filler.SENTENCES)[:-1]
    head = words[: chance.randint(8, 60)].rsplit(" ", 1)[0] + ": "
    return _page(head + "\n".join(_lines(_base64(body.encode()), len(head))), chance)


def gzip_base64(body: str, _language: str, chance: random.Random) -> Disguised:
    """Packed first."""
    packed = gzip.compress(body.encode(), mtime=0)
    return _page("\n".join(_lines(_base64(packed), 0)), chance)


def hexadecimal(body: str, _language: str, chance: random.Random) -> Disguised:
    """Two digits for each byte, one long line."""
    return _page(body.encode().hex(), chance)


def url_encoded(body: str, _language: str, chance: random.Random) -> Disguised:
    """As a form sends it."""
    return _page(
        f"page=2&note={quote_plus(filler.talk(chance, 1))}&text={quote_plus(body)}", chance
    )


def json_escaped(body: str, _language: str, chance: random.Random) -> Disguised:
    """As an interface of a code host answers."""
    answer = {
        "id": chance.randrange(10**6),
        "note": filler.talk(chance, 1),
        "files": [{"name": "part", "size": len(body), "content": body}],
    }
    return Disguised(json.dumps(answer).encode(), "page.json")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _lines(text: str, used: int) -> list[str]:
    """Lines of 76 characters, the first shorter by what is used already."""
    first = max(4, WRAP - used)
    rest = range(first, len(text), WRAP)
    return [text[:first], *(text[at : at + WRAP] for at in rest)]
