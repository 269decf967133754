"""A text inside something else that people publish: pages, notebooks, patches, listings."""

import html
import json
import random

from copywatch.drill import filler
from copywatch.drill.disguise import Disguised

CELL = 25  # lines of a notebook cell, at most
HUNK = 30  # lines of a hunk, at most


def line_numbers(body: str, _language: str, _chance: random.Random) -> Disguised:
    """A number before each line."""
    lines = body.rstrip("\n").split("\n")
    wide = len(str(len(lines)))
    text = "\n".join(f"{number:>{wide}}  {line}" for number, line in enumerate(lines, 1))
    return Disguised(f"{text}\n".encode(), "page.txt")


def added(body: str, _language: str, _chance: random.Random) -> Disguised:
    """A plus before each line."""
    text = "".join(f"+{line}\n" for line in body.rstrip("\n").split("\n"))
    return Disguised(text.encode(), "page.txt")


def page(body: str, _language: str, chance: random.Random) -> Disguised:
    """Escaped in a web page."""
    text = (
        "<!doctype html>\n<html><head><title>Notes</title></head><body>\n"
        f"<h1>Notes</h1>\n<p>{html.escape(filler.talk(chance))}</p>\n"
        f"<pre><code>{html.escape(body)}</code></pre>\n"
        f"<p>{html.escape(filler.talk(chance, 2))}</p>\n</body></html>\n"
    )
    return Disguised(text.encode(), "page.html")


def notebook(body: str, language: str, chance: random.Random) -> Disguised:
    """Code cells of at most 25 lines with talk between them (nbformat 4)."""
    lines = body.rstrip("\n").split("\n")
    cells: list[dict[str, object]] = []
    while lines:
        size = chance.randint(CELL // 2, CELL)
        cells += [_cell("markdown", filler.talk(chance, 1)), _cell("code", "\n".join(lines[:size]))]
        lines = lines[size:]
    book = {
        "cells": cells,
        "metadata": {"language_info": {"name": language or "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return Disguised(json.dumps(book, indent=1, ensure_ascii=False).encode(), "page.ipynb")


def _cell(kind: str, source: str) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind,
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def patch_comment(body: str, _language: str, chance: random.Random) -> Disguised:
    """A unified diff in a fenced block, with context lines, lines taken out, and talk around."""
    lines = body.rstrip("\n").split("\n")
    text = (
        f"{filler.talk(chance, 2)}\n\n> {chance.choice(filler.REPLIES)}\n\n"
        "```diff\ndiff --git a/src/part b/src/part\nindex 1b2c3d4..5e6f708 100644\n"
        f"--- a/src/part\n+++ b/src/part\n{_hunks(lines, chance)}```\n\n{filler.talk(chance, 2)}\n"
    )
    return Disguised(text.encode(), "page.md")


def _hunks(lines: list[str], chance: random.Random) -> str:
    """Every line of the file, as context or as added; now and then one of ours taken out."""
    out: list[str] = []
    for first in range(0, len(lines), HUNK):
        rows: list[str] = []
        new = lines[first : first + HUNK]
        at = 0
        while at < len(new):
            sign, run = chance.choice([("+", 6), ("+", 12), (" ", 3)])
            rows += [f"{sign}{line}" for line in new[at : at + run]]
            at += run
            if chance.random() < 0.3:  # noqa: PLR2004 - now and then
                rows.append(f"-{chance.choice(filler.SENTENCES)}")
        old = sum(row[0] != "+" for row in rows)
        out += [f"@@ -{first + 1},{old} +{first + 1},{len(new)} @@", *rows]
    return "\n".join(out) + "\n"
