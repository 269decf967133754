"""Works and pages of others, from what is installed: the standard library and other packages.

Split in two by project, half A to choose and half B to report. Nothing of ours tells them apart.
"""

import hashlib
import random
import re
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from pydoc_data.topics import topics

SMALLEST, LARGEST = 2_000, 120_000  # characters of a file
WORDS = 120  # of a document
EACH = 60  # files of one package
SIGNS = re.compile(r"[a-z0-9]+")
DULL = re.compile(r"\s*(import|from)\s|.*(licen[sc]e|copyright)", re.IGNORECASE)
SKIPPED = {"test", "tests", "idle_test", "lib2to3", "site-packages", "__pycache__", "pydoc_data"}


@dataclass(frozen=True, slots=True)
class Document:
    """One file of code, or one document of prose."""

    name: str
    body: str
    prose: bool


def half(project: str) -> str:
    """A project is always in the same half."""
    return "AB"[hashlib.sha256(project.encode()).digest()[0] & 1]


def works(which: str) -> list[Document]:
    """Files of the standard library, and Python's own manual pages."""
    library = Path(sysconfig.get_path("stdlib"))
    found: list[Document] = []
    for path in sorted(library.rglob("*.py")):
        inside = path.relative_to(library)
        if not SKIPPED & set(inside.parts) and half(inside.parts[0]) == which:
            found += _code(f"lib/{inside}", path)
    return found + [
        Document(f"topic/{name}", body, prose=True)
        for name, body in sorted(topics.items())
        if half(name) == which and len(body.split()) >= WORDS
    ]


def foreign(which: str) -> list[Document]:
    """Files and descriptions of installed packages."""
    found: list[Document] = []
    for one in sorted(metadata.distributions(), key=lambda one: str(one.metadata["Name"])):
        name = str(one.metadata["Name"])
        if half(name) != which:
            continue
        text = one.metadata.json.get("description")
        if isinstance(text, str) and len(text.split()) >= WORDS:
            found.append(Document(f"{name}/description", text, prose=True))
        files = [file for file in one.files or () if file.suffix == ".py"]
        for file in sorted(files)[:EACH]:
            if not SKIPPED & set(file.parts):
                found += _code(f"{name}/{file}", Path(str(file.locate())))
    return found


def _code(name: str, path: Path) -> Iterator[Document]:
    if path.is_file():
        body = path.read_text(encoding="utf-8", errors="replace")
        if SMALLEST <= len(body) <= LARGEST:
            yield Document(name, body, prose=False)


def apart(pages: Iterable[Document], ours: Iterable[Document]) -> list[Document]:
    """Pages without three consecutive lines (60 letters and digits) of a work."""
    known = set[str]().union(*(_triples(work.body) for work in ours))
    return [page for page in pages if known.isdisjoint(_triples(page.body))]


def _triples(body: str) -> set[str]:
    lines = ["".join(SIGNS.findall(line.lower())) for line in body.splitlines()]
    lines = [line for line in lines if line]
    runs = ("".join(run) for run in zip(lines, lines[1:], lines[2:], strict=False))
    return {run for run in runs if len(run) >= 60}


def excerpt(work: Document, size: int, chance: random.Random) -> str | None:
    """So many lines of code, or ten words of prose for each; None where none say enough."""
    if work.prose:
        words = list(re.finditer(r"\S+", work.body))
        if len(words) < 10 * size:
            return None
        start = chance.randrange(len(words) - 10 * size + 1)
        return work.body[words[start].start() : words[start + 10 * size - 1].end()]
    lines = work.body.splitlines()
    for _ in range(20):
        start = chance.randrange(max(1, len(lines) - size))
        taken = lines[start : start + size]
        plain = sum(map(len, SIGNS.findall("\n".join(taken).lower())))
        if len(taken) == size and plain >= 14 * size and not any(map(DULL.match, taken)):
            return "\n".join(taken)
    return None


def around(text: str, pages: Sequence[Document], chance: random.Random, lines: int) -> str:
    """The text somewhere in so many lines of others."""
    theirs: list[str] = []
    while len(theirs) < lines:
        theirs += chance.choice(pages).body.splitlines()
    place = chance.randrange(1, lines)
    return "\n".join([*theirs[:place], text, *theirs[place:lines]])
