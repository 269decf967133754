"""Reads public packages (folders, files) into fingerprints of the background."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np

from fingerprints import background, background_pictures, packages, read, winnow
from fingerprints.arrays import U64
from fingerprints.content import Code, Content, Image, Text
from fingerprints.errors import ConfigurationError, Unreadable
from fingerprints.fold import fold
from fingerprints.keys import Keys
from fingerprints.kind import Context, Value
from fingerprints.protect import scratch
from fingerprints.protect_parts import contents_of
from fingerprints.protect_report import Meter, Progress, silent
from fingerprints.read.files import load
from fingerprints.read.tree import METADATA, printable
from fingerprints.register import Register
from fingerprints.stream import LONGEST
from fingerprints.streams import STREAMS

FILES = 500_000  # below one path
LEFT_OUT = METADATA | {"__pycache__"}  # folders without text
TOGETHER = 64  # arrays of hashes after which repeats are dropped
Archive = Callable[[Path, Context], Sequence[tuple[str, Content]]]  # members and their contents


@dataclass(slots=True)
class Added:
    """One package: how many files, its public hashes by stream, and its pictures."""

    origin: str
    files: int = 0
    hashes: dict[str, list[U64]] = field(default_factory=lambda: defaultdict(list))
    pictures: dict[str, list[tuple[str, Value]]] = field(default_factory=dict)

    def take(self, name: str, content: Content, context: Context) -> bool:
        """The fingerprints of one file; False where it has none, Unreadable where it cannot."""
        if isinstance(content, Image):
            self.pictures[name] = background_pictures.describe(content, context)
            self.files += 1
        elif isinstance(content, Text | Code):
            return self._words(content.body)
        return isinstance(content, Image)

    def _words(self, body: str) -> bool:
        """The marks of a text that do not ship with us anyway."""
        folded, some = fold(body[:LONGEST]), False
        for stream in STREAMS:
            grams = stream.read(folded, stream.k)
            public = grams.hashes[winnow.choose(grams.hashes, stream.w, grams.keep)]
            fresh = public[~background.known(stream.name, public)]
            some |= bool(len(public))
            held = self.hashes[stream.name]
            held.append(fresh)
            if len(held) > TOGETHER:
                held[:] = [np.unique(np.concatenate(held))]
        self.files += some
        return some

    def keyed(self, keys: Keys) -> dict[str, U64]:
        """The hashes under the register key, sorted."""
        return {
            name: np.unique(winnow.keyed(np.unique(np.concatenate(held)), keys, name))
            for name, held in self.hashes.items()
            if held
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was added: packages with their files, and what could not be read with its reason."""

    packages: tuple[tuple[str, int, int], ...]  # origin, files, marks
    skipped: dict[str, str]


def add(
    paths: Sequence[Path],
    register: Register,
    archive: Archive,
    *,
    origin: str = "",
    progress: Progress = silent,
) -> Outcome:
    """Make background of everything below the paths; `origin` names all of it."""
    if origin and not packages.cleaned(origin):
        message = "an origin needs a name, as in --origin 'jquery 3.7.1'"
        raise ConfigurationError(message)
    found: dict[str, Added] = {}
    skipped: dict[str, str] = {}
    with scratch(register) as context:
        reading = _Reading(context, archive, packages.cleaned(origin), skipped)
        for path in paths:
            for owner, name, content in _contents(path, reading, progress):
                try:
                    found.setdefault(owner, Added(owner)).take(name, content, context)
                except Unreadable as error:
                    skipped[name] = str(error)
    told = []
    for one in sorted(found.values(), key=lambda one: one.origin):
        if one.files:
            hashes = one.keyed(register.keys)
            register.backgrounds.save(one.origin, one.files, hashes, one.pictures)
            marks = sum(map(len, hashes.values())) + len(one.pictures)
            told.append((one.origin, one.files, marks))
    register.backgrounds.settle()
    return Outcome(tuple(told), skipped)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How all paths of one command are read."""

    context: Context
    archive: Archive
    origin: str  # of everything; empty where the packages tell it
    skipped: dict[str, str]


def _contents(
    path: Path, reading: _Reading, progress: Progress
) -> Iterator[tuple[str, str, Content]]:
    """Every file below a path: the package it belongs to, its name, what it holds."""
    path = path.resolve()
    root = path if path.is_dir() else path.parent
    files = _files(path, reading.skipped) if path.is_dir() else [path]
    meter = Meter(progress, len(files))
    owners = {} if reading.origin else _packages(root, files)
    otherwise = packages.cleaned(_stem(path.name))
    for file in files:
        name = printable(file.relative_to(root).as_posix())
        meter.step(name)
        try:
            found = list(_file(file, name, reading))
        except Unreadable as error:
            reading.skipped[name] = str(error)
            continue
        whose = reading.origin or packages.origin_of(name, owners, otherwise)
        yield from ((inner or whose, part, content) for inner, part, content in found)


def _file(file: Path, name: str, reading: _Reading) -> Iterator[tuple[str, str, Content]]:
    """What a file holds, the members of an archive with the package that they tell of."""
    data = load(file)
    if read.guess(name, data) == "archive":
        inside = reading.archive(file, reading.context)
        yield from _unpacked(inside, reading.origin, packages.cleaned(_stem(file.name)))
    else:
        yield from (("", part, one) for part, one in contents_of(data, name, reading.context))


def _stem(name: str) -> str:
    """The name of a folder or archive without what only says how it is packed."""
    for suffix in (".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".zip", ".whl", ".jar", ".crate"):
        if name.casefold().endswith(suffix):
            return name[: -len(suffix)]
    return name


def _unpacked(
    inside: Iterable[tuple[str, Content]], origin: str, otherwise: str
) -> Iterator[tuple[str, str, Content]]:
    """The members of an archive with their package."""
    members = list(inside)
    bodies = {name: one.body for name, one in members if isinstance(one, Text | Code)}
    manifests = {name: body for name, body in bodies.items() if packages.is_manifest(name)}
    lists = {name: body for name, body in bodies.items() if PurePosixPath(name).name == "RECORD"}
    owners = {} if origin else packages.packages(manifests, lists)
    for name, content in members:
        yield origin or packages.origin_of(name, owners, otherwise), name, content


def _files(root: Path, skipped: dict[str, str]) -> list[Path]:
    """Every file of a folder, also what `protect` leaves out: here it is wanted."""
    found: list[Path] = []

    def shut(error: OSError) -> None:
        skipped[printable(str(error.filename))] = f"cannot be opened: {error.strerror}"

    for folder, folders, names in os.walk(root, onerror=shut):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        paths = (Path(folder, name) for name in sorted(names))
        found += [path for path in paths if path.is_file() and not path.is_symlink()]
        if len(found) > FILES:
            message = f"{root}: more than {FILES:,} files. Add its folders one by one."
            raise ConfigurationError(message)
    return found


def _packages(root: Path, files: Sequence[Path]) -> dict[str, str]:
    """The packages that manifests below a folder tell of."""
    manifests, lists = {}, {}
    for file in files:
        name = printable(file.relative_to(root).as_posix())
        if packages.is_manifest(name):
            manifests[name] = _text(file)
        elif file.name == "RECORD":
            lists[name] = _text(file)
    return packages.packages(manifests, lists)


def _text(path: Path) -> str:
    try:
        return load(path).decode("utf-8", "replace")
    except Unreadable:
        return ""
