"""Where the works and the innocent pages come from: what is installed beside the interpreter.

Protected: the standard library, long docstrings and manual pages of Python itself, two of the
obfuscated Java programs. Innocent: packages that were not read for the shipped background.
Both are split in two halves by project; thresholds are chosen on A and reported on B.
"""

import ast
import hashlib
import random
import re
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from pydoc_data.topics import topics

from benchmarks.background import distributions, idiom_side, sources

DULL = re.compile(r"\s*(import|from)\s|.*(licen[sc]e|copyright)", re.IGNORECASE)
SMALLEST, LARGEST = 2_000, 120_000  # characters of a file
WORDS = 120  # of a document
ALPHANUMERIC = re.compile(r"[a-z0-9]+")
RELATED = {
    "anyio"
}  # its functools and selector thread are written after the library's: read by hand
SKIPPED = {"test", "tests", "idle_test", "lib2to3", "site-packages", "__pycache__", "pydoc_data"}


@dataclass(frozen=True, slots=True)
class Document:
    """One file or prose document."""

    name: str
    body: str
    prose: bool


def half(project: str) -> str:
    """A project is always in the same half."""
    return "AB"[hashlib.sha256(project.encode()).digest()[0] & 1]


def _docstrings(name: str, body: str) -> Iterator[Document]:
    try:
        tree = ast.parse(body)
    except (SyntaxError, ValueError):
        return
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node) or ""
            if len(text.split()) >= WORDS:
                yield Document(f"{name}#doc{number}", text, prose=True)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def protected(which: str) -> list[Document]:
    """Works of one half, code and prose."""
    library = Path(sysconfig.get_path("stdlib"))
    found: list[Document] = []
    for path in sorted(library.rglob("*.py")):
        inside = path.relative_to(library)
        if SKIPPED & set(inside.parts) or half(inside.parts[0].removesuffix(".py")) != which:
            continue
        body = _read(path)
        if SMALLEST <= len(body) <= LARGEST:
            found.append(Document(f"py/{inside}", body, prose=False))
            found += _docstrings(f"py/{inside}", body)
    found += [
        Document(f"topic/{name}", body, prose=True)
        for name, body in sorted(topics.items())
        if half(name) == which and len(body.split()) >= WORDS
    ]
    return found


def innocent(which: str) -> list[Document]:
    """Pages of one half that have nothing to do with any work."""
    found: list[Document] = []
    for name in distributions():
        if idiom_side(name) or half(name) != which or name in RELATED:
            continue
        text = metadata.metadata(name)["Description"]
        if isinstance(text, str) and len(text.split()) >= WORDS:
            found.append(Document(f"{name}/readme", text, prose=True))
        for number, body in enumerate(sources(name)):
            if SMALLEST <= len(body) <= LARGEST:
                found.append(Document(f"{name}/{number}", body, prose=False))
                found += _docstrings(f"{name}/{number}", body)
    return found


def _triples(body: str) -> set[tuple[str, ...]]:
    lines = ["".join(ALPHANUMERIC.findall(line.lower())) for line in body.splitlines()]
    lines = [line for line in lines if line]
    runs = zip(lines, lines[1:], lines[2:], strict=False)
    return {run for run in runs if sum(map(len, run)) >= 60}


def _runs(body: str) -> Iterator[str]:
    squeezed = "".join(ALPHANUMERIC.findall(body.lower()))
    return (squeezed[at : at + 60] for at in range(max(0, len(squeezed) - 59)))


def apart(pages: Iterable[Document], works: Iterable[Document]) -> tuple[list[Document], list[str]]:
    """Pages that share neither three lines nor 60 characters with a work, and those set aside.

    Nothing of ours is used to tell them apart.
    """
    known: set[object] = set()
    marks: set[int] = set()
    for work in works:
        known |= _triples(work.body)
        marks.update(hash(run) for number, run in enumerate(_runs(work.body)) if number % 8 == 0)
    kept, aside = [], []
    for page in pages:
        shared = not known.isdisjoint(_triples(page.body)) or any(
            hash(run) in marks for run in _runs(page.body)
        )
        if shared:
            aside.append(page.name)
        else:
            kept.append(page)
    return kept, aside


def excerpt(document: Document, size: int, chance: random.Random) -> str | None:
    """Some lines of code or words of prose that say enough; None where there are none."""
    if document.prose:
        words = list(re.finditer(r"\b[a-z]+\b", document.body, re.IGNORECASE))
        if len(words) < size:
            return None
        start = chance.randrange(len(words) - size + 1)
        return document.body[words[start].start() : words[start + size - 1].end()]
    lines = document.body.splitlines()
    for _ in range(20):
        start = chance.randrange(max(1, len(lines) - size))
        taken = lines[start : start + size]
        text = "\n".join(taken)
        plain = sum(map(len, ALPHANUMERIC.findall(text.lower())))
        dull = any(map(DULL.match, taken))
        if len(taken) == size and plain >= 14 * size and not dull:
            return text
    return None


def surrounded(text: str, pages: list[Document], chance: random.Random, lines: int = 200) -> str:
    """The text in the middle of so many lines of innocent pages."""
    foreign: list[str] = []
    while len(foreign) < lines:
        foreign += chance.choice(pages).body.splitlines()
    place = chance.randrange(1, lines)
    return "\n".join([*foreign[:place], text, *foreign[place:lines]])
