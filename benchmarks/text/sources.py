"""The documents of the gauntlet: protected works and innocent pages, out of pinned archives.

Projects stand in one group only: "background" (to learn from), "A" (thresholds are chosen on it)
and "B" (figures are reported on it).
"""

import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from benchmarks.archives import Archive, archives, present
from benchmarks.archives import quick as few
from benchmarks.common import cache_root
from benchmarks.text.apart import compared
from benchmarks.text.reading import PAPERS, members, read

# A higher one reads archives anew.
EDITIONS = {"protected": 9, "negative": 9, "held": 9, "train": 10}
CODE = ("python", "javascript", "java", "c", "go")
VENDORED = re.compile(
    r"changelog\.Debian|(^|/)(node_modules|vendor|vendored|third[-_]?party|_vendor|externals?|bundled|blib2to3)/",
    re.IGNORECASE,
)
TESTS = re.compile(
    r"(^|/)(tests?|testing|testdata|examples?|locale|migrations)/|_test\.|test_", re.IGNORECASE
)
MADE = re.compile(
    r"generated (by|from|automatically)|do not (edit|modify)|auto-?generated", re.IGNORECASE
)
SPECIAL = re.compile(
    r"\.min\.|bundle|(^|/)dist/|tables?|unicode|generated|_pb2?\b|data", re.IGNORECASE
)
FOOTERS = re.compile(
    r"^(COPYRIGHT|KOLOPHON|COLOPHON|ÜBERSETZUNG|TRADUCTION|TŁUMACZENIE|TRADUCCIÓN|VERTALING"
    r"|TRADUZIONE|TRADUÇÃO|KOPIEERRECHTEN|DIREITOS AUTORAIS|PRAWA AUTORSKIE|COLOFÓN|COLOFONE"
    r"|CÓLOFON|O STRONIE|URHEBERRECHT|AUTORENRECHT|DERECHOS DE AUTOR|SIEHE AUCH|VOIR AUSSI"
    r"|ZOBACZ TAKŻE|VÉASE TAMBIÉN|ZIE OOK|VEDERE ANCHE|VEJA TAMBÉM).*$",
    re.MULTILINE,
)
SMALLEST, LARGEST = 600, 100_000  # bytes of an innocent page
WORK = (2_000, 60_000)  # bytes of a protected one
OWN = 1_200  # letters and digits of it beside licence and imports
WORKS = 160  # of one archive
PAGES, PAPER_PAGES = 60, 12  # of one project: in all, and readmes, licences, bundles, tables
LESSONS = 400  # of one project to learn from
PIECE = 8_000  # characters of a long document that make one page


@dataclass(frozen=True, slots=True)
class Document:
    """One file, or a piece of a long text."""

    name: str
    project: str
    language: str  # python, javascript, java, c, go, other, or prose:en, prose:de ...
    body: str

    @property
    def prose(self) -> bool:
        """Whether people wrote it for people."""
        return self.language.startswith("prose")


def load(group: str, role: str, *, quick: bool = False) -> list[Document]:
    """All documents of a group in one role, each text once, always in the same order.

    Roles: "protected", "negative", "held" (innocent as well), "train". `quick` leaves out what pip
    alone cannot bring.
    """
    wanted = few() if quick else archives()
    listed = [a for a in wanted if (a.group, a.role) == (group, role) and present(a)]
    missing = [a for a in listed if not _kept(a).is_file()]
    if missing:
        _kept(missing[0]).parent.mkdir(parents=True, exist_ok=True)
        with Pool(2) as pool:
            for number, _ in enumerate(pool.imap_unordered(_keep, missing), 1):
                print(f"\rread {number} of {len(missing)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    seen: set[bytes] = set()
    found: list[Document] = []
    for document in (one for archive in listed for one in _stored(archive)):
        mark = hashlib.sha256(document.body.encode()).digest()
        if mark not in seen:
            seen.add(mark)
            found.append(document)
    return found


def _kept(archive: Archive) -> Path:
    name = f"{archive.sha256[:16]}-{archive.role}-{EDITIONS[archive.role]}.jsonl.gz"
    return cache_root() / "documents" / name


def _stored(archive: Archive) -> Iterator[Document]:
    with gzip.open(_kept(archive), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield Document(*json.loads(line))


def _keep(archive: Archive) -> None:
    place = _kept(archive)
    coming = place.with_suffix(f".{time.monotonic_ns()}")
    with gzip.open(coming, "wt", compresslevel=1, encoding="utf-8") as lines:
        for one in documents(archive):
            lines.write(json.dumps([one.name, one.project, one.language, one.body]) + "\n")
    coming.replace(place)


def documents(archive: Archive) -> list[Document]:
    """What one archive gives in its role."""
    if archive.role == "protected":
        return sorted(_chosen(_works(archive), WORKS), key=lambda one: one.name)
    return sorted(_innocent(archive), key=lambda one: one.name)


def rank(one: Document | Archive) -> bytes:
    """An order by name alone that is the same everywhere, and mixes what belongs together."""
    return hashlib.sha256(one.name.encode()).digest()


def _chosen(found: Iterable[Document], most: int) -> list[Document]:
    return sorted(found, key=rank)[:most]


def files(archive: Archive, skip: Callable[[str], object]) -> Iterator[Document]:
    project = re.sub(r"[^a-z0-9]+", "-", archive.name.lower()).strip("-")
    for path, raw in members(archive):
        taken = None if skip(path) else read(archive, path, raw)
        if taken is not None:
            yield Document(f"{archive.name}/{path.removeprefix('./')}", project, *taken)


def _works(archive: Archive) -> Iterator[Document]:
    for one in files(archive, lambda p: VENDORED.search(p) or TESTS.search(p)):
        if archive.reads == "prose":
            mine = _translator(one.name, archive.group) == archive.name
            body = _unsigned(one.body)
            if mine and one.prose and one.language != "prose:en" and len(body.split()) >= 200:
                yield Document(one.name, one.project, one.language, body[: WORK[1]])
        elif one.language == archive.reads and mature(one):
            yield one


@cache
def _translators(group: str) -> dict[str, list[str]]:
    """Which archives of a group translate a manual page: each page is taken from one of them."""
    found: dict[str, list[str]] = {}
    for archive in archives():
        if (archive.group, archive.reads) == (group, "prose"):
            for path, _ in members(archive):
                found.setdefault(path.rsplit("/", 1)[-1], []).append(archive.name)
    return found


def _translator(name: str, group: str) -> str:
    page = name.rsplit("/", 1)[-1]
    several = _translators(group)[page]
    return several[hashlib.sha256(page.encode()).digest()[0] % len(several)]


def _unsigned(body: str) -> str:
    """A manual page without what translators and publishers put under each."""
    sections = re.split(r"\n\n(?=[^a-z\n]{3,60}\n\n)", body)
    return "\n\n".join(part for part in sections if not FOOTERS.match(part))


def mature(one: Document) -> bool:
    """Whether a file is long enough, written by hand and says enough of its own to be a work."""
    fits = WORK[0] <= len(one.body.encode()) <= WORK[1]
    lines = [line for line in one.body.splitlines() if line.strip()]
    narrow = len(one.body) < 100 * max(1, len(lines))
    own = sum(map(str.isalnum, "".join(compared(one.body))))
    return fits and own >= OWN and len(lines) >= 40 and narrow and not MADE.search(one.body[:2_000])


def _innocent(archive: Archive) -> list[Document]:
    found: list[Document] = []
    for one in files(archive, VENDORED.search):
        if one.prose and len(one.body) > PIECE * 1.5:
            found += _pieces(one)
        elif SMALLEST <= len(one.body.encode()) <= LARGEST:
            found.append(one)
    special = _chosen((one for one in found if _odd(one)), PAPER_PAGES)
    names = {one.name for one in special}
    most = LESSONS if archive.role == "train" else PAGES
    ordinary = _chosen((one for one in found if one.name not in names), most - len(special))
    return [*special, *ordinary]


def _odd(one: Document) -> bool:
    return bool(PAPERS.match(one.name.rsplit("/", 1)[-1]) or SPECIAL.search(one.name))


def _pieces(one: Document) -> Iterator[Document]:
    """A long text cut between paragraphs."""
    piece, size = [], 0
    for number, paragraph in enumerate(one.body.split("\n\n")):
        piece.append(paragraph)
        size += len(paragraph)
        if size >= PIECE:
            body = "\n\n".join(piece)
            if len(body.encode()) <= LARGEST:
                yield Document(f"{one.name}#{number}", one.project, one.language, body)
            piece, size = [], 0


def summary() -> str:
    """How many documents there are by group, role and language."""
    lines = []
    for group, role in sorted({(a.group, a.role) for a in archives()}):
        found = load(group, role)
        counts: dict[str, int] = {}
        for one in found:
            counts[one.language] = counts.get(one.language, 0) + 1
        projects, size = len({one.project for one in found}), sum(len(one.body) for one in found)
        told = ", ".join(f"{n} {language}" for language, n in sorted(counts.items()))
        lines.append(
            f"{group} {role}: {len(found)} of {projects} projects, {size / 1e6:.0f} MB: {told}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(summary())
