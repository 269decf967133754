"""Whatever a program is written inside of, it is found, and at its place on the page."""

import base64
import bz2
import gzip
import html
import json
import lzma
import quopri
import random
import re
import textwrap
import zlib

import pytest

from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Text
from fingerprints.keys import Keys
from fingerprints.kind import Context
from matcher.match import HITS, Match
from matcher.page import Matcher

PARTS = "jaw screw anvil wedge clamp plane chisel mallet gauge saddle tenon dowel".split()  # noqa: SIM905 - shorter
DOINGS = "turn press glue trim mark split join shave bevel sand".split()  # noqa: SIM905 - as above


def program(seed: int) -> str:
    """Thirty lines like no other, with quotes, ampersands and percent signs in them."""
    chance = random.Random(seed)  # noqa: S311 - the same work every time
    lines = []
    for number in range(6):
        one, two, three = chance.sample(PARTS, 3)
        do, be = chance.sample(DOINGS, 2)
        lines += [
            f"int {do}_{one}(struct {two} *{three}, int {be}s) {{",
            f'    const char *{two}_name = "{do} the {one} by %d & {chance.randrange(900)}\\n";',
            f"  if ({three}->{be} < {chance.randrange(9)} && {be}s > {three}->{do}_max[{number}])",
            f"        {three}->{one} = {be}_{two}({three}, {chance.randrange(70)}) % {two}_max;",
            f"    return {three}->{one} * {be}s - {do}_{three}({chance.randrange(50)});",
            "}",
        ]
    return "\n".join(lines)


BODY = program(1)
CUT = "\n".join(BODY.split("\n")[6:30])  # 24 lines from the middle
BEFORE = (
    "Whoever reads this on a Monday should first make tea, then sit down and look outside. " * 6
)
AFTER = (
    "The second half of the story was told by the neighbour, who had seen it from her window. " * 6
)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder = tmp_path_factory.mktemp("forms")
    context = Context(Keys(b"k" * 32), Blobs(folder / "blobs"))
    entries = [
        snapshot.Entry("bench", "bench.c", kind, value, 0)
        for kind, value in kinds.take(Code(BODY, "c"), context)
    ]
    path = snapshot.write(folder / "snapshots", entries, context.keys)
    return Matcher(snapshot.Snapshot.open(path, context.keys), context)


def b64(data: bytes | str) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def lines(form: str, text: str = CUT) -> str:
    return "\n".join(form.format(line) for line in text.split("\n"))


def wrapped(text: str, width: int = 76, before: str = "") -> str:
    return "\n".join(before + line for line in textwrap.wrap(text, width))


def dump(data: bytes, form: str) -> str:
    rows = []
    for at in range(0, len(data), 16):
        piece = data[at : at + 16]
        seen = "".join(chr(b) if 32 <= b < 127 else "." for b in piece)
        pairs = piece.hex(" ", 2) if form == "xxd" else piece.hex(" ")
        rows.append(
            f"{at:08x}: {pairs:39}  {seen}" if form == "xxd" else f"{at:08x}  {pairs:47}  |{seen}|"
        )
    return "\n".join(rows)


def literals(joint: str, end: str = "\\n") -> str:
    rows = [json.dumps(line)[:-1] + end + '"' for line in CUT.split("\n")]
    return "char *text =\n    " + joint.join(rows) + ";"


def spans(text: str) -> str:
    """As a highlighter writes it: a span for each word."""
    return re.sub(
        r"\w+|[^\w\s]", lambda found: f'<span class="k">{html.escape(found[0])}</span>', text
    )


def rows_of_table() -> str:
    return "".join(
        f'<tr><td class="n" data-line="{n}">{n}</td><td><code>{spans(line)}</code></td></tr>\n'
        for n, line in enumerate(CUT.split("\n"), 41)
    )


def notebook(indent: int | None) -> str:
    cells = [
        {"cell_type": "code", "outputs": [], "source": part.splitlines(keepends=True)}
        for part in (CUT[:500], CUT[500:])
    ]
    return json.dumps({"cells": cells, "nbformat": 4}, indent=indent)


def patch(text: str = CUT) -> str:
    """A hunk in which every third line was there before, and others were taken out."""
    rows = []
    for number, line in enumerate(text.split("\n")):
        rows.append((" " if number % 3 == 0 else "+") + line)
        if number % 4 == 1:
            rows.append("-    old_value = never_mind(the_rest, of_it);")
    return (
        "```diff\ndiff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1,9 +1,24 @@\n"
        + "\n".join(rows)
        + "\n```"
    )


def issue(body: str) -> str:
    talk = "Please look at this:\r\n\r\n"
    return json.dumps({"number": 7, "body": talk + body.replace("\n", "\r\n"), "state": "open"})


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


def renamed(text: str) -> str:
    """The same structure with no word of the original."""
    names: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if word in {"int", "struct", "const", "char", "if", "return"}:
            return word
        return names.setdefault(word, f"q{len(names)}w")

    return re.sub(r"[A-Za-z_]\w*", other, text)


RAW = zlib.compressobj(9, zlib.DEFLATED, -15)
FORMS: dict[str, str] = {
    "html, an entity for each sign": "".join(f"&#{ord(c)};" for c in CUT),
    "html, in hexadecimal entities": "".join(f"&#x{ord(c):X};" for c in CUT),
    "html, a span for each word": f"<pre>{spans(CUT)}</pre>",
    "html, a table with line numbers": f"<table>{rows_of_table()}</table>",
    "text of a table with line numbers": "\n".join(
        f"{n}\n{line}" for n, line in enumerate(CUT.split("\n"), 41)
    ),
    "a patch in markdown": patch(),
    "a patch in the answer of an issue tracker": issue(patch()),
    "a patch in html in json": json.dumps({"html": f"<pre>{html.escape(patch())}</pre>"}),
    "a patch in a mail": lines("> {}", patch()),
    "a notebook": notebook(1),
    "a notebook on one line": notebook(None),
    "json inside json": json.dumps({"payload": json.dumps({"text": CUT})}),
    "literals joined by plus": literals(" +\n    "),
    "literals side by side": literals("\n    "),
    "literals on one line": literals(" + "),
    "every sign as \\u": f'eval("{escaped(CUT)}")',
    "every sign as \\x": '"' + "".join(f"\\x{ord(c):02x}" for c in CUT) + '"',
    "every sign in octal": '"' + "".join(f"\\{ord(c):03o}" for c in CUT) + '"',
    "url, every sign": "".join(f"%{ord(c):02X}" for c in CUT),
    "url, as escape() writes": "".join(f"%u{ord(c):04x}" for c in CUT),
    "quoted-printable": quopri.encodestring(CUT.encode()).decode(),
    "base64": b64(CUT),
    "base64, phase 1": b64(CUT)[1:].rstrip("="),
    "base64, phase 2": b64(CUT)[2:].rstrip("="),
    "base64, phase 3": b64(CUT)[3:].rstrip("="),
    "base64, wrapped at 76": wrapped(b64(CUT)),
    "base64, mid-line": "so here it comes: " + b64(CUT)[:40] + "\n" + wrapped(b64(CUT)[40:]),
    "base64, quoted in a mail": wrapped(b64(CUT), 76, "> "),
    "base64, wrapped in literals": '"' + wrapped(b64(CUT), 60).replace("\n", '" +\n  "') + '"',
    "base64, wrapped in json": json.dumps({"content": wrapped(b64(CUT), 60) + "\n"}),
    "base64, for urls": base64.urlsafe_b64encode(CUT.encode()).decode().rstrip("="),
    "base64 in a data url": f'<a href="data:text/plain;base64,{b64(CUT)}">x</a>',
    "base64 of utf-16": b64(CUT.encode("utf-16-le")),
    "base64 of base64 of base64": b64(b64(b64(CUT))),
    "gzip": b64(gzip.compress(CUT.encode())),
    "zlib": b64(zlib.compress(CUT.encode())),
    "deflate": b64(RAW.compress(CUT.encode()) + RAW.flush()),
    "bzip2": b64(bz2.compress(CUT.encode())),
    "xz": b64(lzma.compress(CUT.encode())),
    "gzip of base64 of zlib": b64(gzip.compress(b64(zlib.compress(CUT.encode())).encode())),
    "hex": CUT.encode().hex(),
    "hex, wrapped": wrapped(CUT.encode().hex(), 60),
    "hex, with spaces": CUT.encode().hex(" "),
    "hex of gzip": gzip.compress(CUT.encode()).hex(),
    "xxd": dump(CUT.encode(), "xxd"),
    "hexdump -C": dump(CUT.encode(), "hexdump"),
    "a dump of gzip": dump(gzip.compress(CUT.encode()), "xxd"),
    "an array of bytes": "{" + ", ".join(f"0x{b:02x}" for b in CUT.encode()) + "}",
    "an array of short bytes": "{" + ",".join(f"0x{b:x}" for b in CUT.encode()) + "}",
    "an array in rows": "{\n  " + wrapped(", ".join(f"0x{b:02x}" for b in CUT.encode())) + "\n}",
    "decimals": "[" + ",".join(str(b) for b in CUT.encode()) + "]",
    "decimals in rows": "{\n"
    + wrapped(", ".join(f"{b:3}" for b in CUT.encode()), 76, "    ")
    + "}",
    "line numbers, renamed": "\n".join(
        f"{n:4}  {line}" for n, line in enumerate(renamed(CUT).split("\n"), 1)
    ),
    "a patch, renamed": patch(renamed(CUT)),
    "remarks, renamed": lines("// {}", renamed(CUT)),
    "quoted, renamed": lines("> {}", renamed(CUT)),
    "literals joined by plus, renamed": "x = "
    + " +\n    ".join(json.dumps(line + "\n") for line in renamed(CUT).split("\n")),
}


def share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """How much of the first stands in the second."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) / max(1, one[1] - one[0])


def hit(matcher: Matcher, body: str) -> Match | None:
    examined = matcher.examine([Text(body)])
    return next((match for match in examined.matches if match.verdict in HITS), None)


@pytest.mark.parametrize("name", FORMS)
def test_a_program_is_found_inside_and_its_place_is_right(matcher: Matcher, name: str) -> None:
    page = f"{BEFORE}\n\n{FORMS[name]}\n\n{AFTER}"
    match = hit(matcher, page)
    assert match is not None
    evidence = match.evidence[0]
    assert evidence.unwrapped or name.startswith("literals on")
    there = (len(BEFORE) + 2, len(page) - len(AFTER) - 2)
    seen = (min(s.start for _, s in evidence.spans), max(s.end for _, s in evidence.spans))
    assert share(seen, there) >= 0.5 and share(there, seen) >= 0.5
    start = BODY.index(CUT)
    own = (min(s.start for s, _ in evidence.spans), max(s.end for s, _ in evidence.spans))
    assert share(own, (start, start + len(CUT))) >= 0.5
    assert share((start, start + len(CUT)), own) >= 0.5
