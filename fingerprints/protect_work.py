"""Fingerprints the files of one work and saves them in one transaction."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fingerprints import image_logo, names, originals, protect_parts, table_pairs
from fingerprints.errors import CopywatchError, Unreadable
from fingerprints.kind import Context, Points, Tokens
from fingerprints.protect_report import AssetReport, PartReport
from fingerprints.read.files import load
from fingerprints.register import Register
from fingerprints.register_rows import NewPart, Part
from fingerprints.works import Asset

Files = Sequence[tuple[Path, str]]  # each with the name of its part
Taken = tuple[list[NewPart], list[Part]]  # read anew; known from last time


def fingerprint(
    files: Files,
    known: Iterable[Part],
    context: Context,
    keep: Callable[[bytes], None] | None,
    step: Callable[[str], None],
) -> Taken:
    """The parts of the files; a file whose bytes are those of last time is not read again."""
    fresh: list[NewPart] = []
    same: list[Part] = []
    before = _by_file(known)
    for path, name in files:
        new, old = _file(path, name, before.get(str(path), []), context, keep)
        fresh += new
        same += old
        step(name)
    return fresh, same


def _by_file(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.original, []).append(part)
    return found


def _file(
    path: Path,
    name: str,
    known: Sequence[Part],
    context: Context,
    keep: Callable[[bytes], None] | None,
) -> Taken:
    try:
        data = load(path)
    except Unreadable:
        return protect_parts.of_file(path, name, context), []
    if keep:
        keep(data)
    if known and _unchanged(
        known, hashlib.sha256(data).hexdigest(), protect_parts.recipe(logo=context.logo)
    ):
        return [], list(known)
    return protect_parts.of_file(path, name, context, data), []


def _unchanged(known: Sequence[Part], digest: str, recipe: str) -> bool:
    """What could not be read is tried again: the machine may have been too busy for it."""
    return all(part.sha256 == digest and part.recipe == recipe and part.content for part in known)


def keeper(register: Register, *, wanted: bool) -> Callable[[bytes], None] | None:
    """What stores the encrypted copies, where they are wanted."""
    return (lambda data: originals.keep(register, data)) if wanted else None


def named(asset: Asset) -> list[NewPart]:
    """The part that holds a work's names and slogans, public by declaration."""
    words = (*asset.names, *asset.slogans)
    if not words:
        return []
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    value = names.value(words)
    return [
        NewPart(
            name="names",
            sha256=digest,
            content="name",
            protectable=1.0 if value else 0.0,
            refused="" if value else f"shorter than {names.SHORTEST} letters: it stands everywhere",
            values=((names.NAME, value),) if value else (),
            recipe=protect_parts.recipe(),
        )
    ]


def save(
    register: Register, asset: Asset, fresh: Sequence[NewPart], same: Sequence[Part], root: str
) -> AssetReport:
    parts = tuple(sorted(_reported(fresh, same), key=lambda part: part.name))
    report = AssetReport(
        asset=asset.id, shown=asset.shown, right=asset.right, parts=parts, notes=_notes(fresh)
    )
    if not any(part.kinds for part in parts):
        return replace(report, error="nothing in it can be watched for: see its parts")
    try:
        saved = register.save(asset, fresh, unchanged={part.name for part in same}, root=root)
    except CopywatchError as error:
        return replace(report, error=str(error))
    return replace(report, saved=saved)


def _notes(fresh: Sequence[NewPart]) -> tuple[str, ...]:
    """What to say of tables: which columns are watched, and how large the store gets."""
    return tuple(
        f"{part.name}: {table_pairs.told(value)}"
        for part in fresh
        for kind, value in part.values
        if kind == table_pairs.NAME and isinstance(value, Tokens)
    )


def _reported(fresh: Sequence[NewPart], same: Sequence[Part]) -> Iterable[PartReport]:
    for part in fresh:
        kinds = tuple(kind for kind, _ in part.values)
        yield PartReport(
            name=part.name, content=part.content, kinds=kinds,
            protectable=part.protectable, refused=part.refused, detectable=_detectable(part),
        )  # fmt: skip
    for old in same:
        yield PartReport(
            name=old.name, content=old.content, kinds=old.kinds,
            protectable=old.protectable, refused=old.refused, same=True,
        )  # fmt: skip


def _detectable(part: NewPart) -> str:
    found = [v for kind, v in part.values if kind == image_logo.NAME and isinstance(v, Points)]
    return image_logo.detectable(found[0]) if found else ""
