"""Adds works to the register: folders, files, names and slogans, and what a shop shows."""

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fingerprints import originals, protect_parts
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image
from fingerprints.errors import CopywatchError, Unreadable
from fingerprints.kind import Context, Names
from fingerprints.protect_plan import Plan, plans, slug
from fingerprints.protect_report import AssetReport, PartReport, Progress, Report, silent
from fingerprints.read.files import load
from fingerprints.register import Register
from fingerprints.register_rows import NewPart, Part
from fingerprints.works import Asset

NAMES = "names@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a user asked to protect."""

    paths: tuple[Path, ...] = ()
    each: bool = False  # every file below a path is a work of its own
    names: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    keep: bool = False  # store encrypted copies of the originals
    owner: str = ""  # of works that name none


def protect(request: Request, register: Register, progress: Progress = silent) -> Report:
    """Protect what is asked; a work that cannot be saved is told, and the others go on."""
    wanted = [plan for path in request.paths for plan in plans(path, register, each=request.each)]
    meter = _Meter(progress, sum(len(plan.files) for plan in wanted))
    with tempfile.TemporaryDirectory(dir=register.home, prefix="scratch-") as scratch:
        context = Context(register.keys, Blobs(Path(scratch)))
        works = [_folder(plan, request, register, context, meter) for plan in wanted]
    words = [(name, "names") for name in request.names]
    words += [(slogan, "slogans") for slogan in request.slogans]
    works += [_word(word, sort, request, register) for word, sort in words]
    return Report(tuple(works))


@dataclass(slots=True)
class _Meter:
    report: Progress
    total: int
    done: int = 0

    def step(self, what: str) -> None:
        self.done += 1
        self.report(what, self.done, self.total)


def _folder(
    plan: Plan, request: Request, register: Register, context: Context, meter: _Meter
) -> AssetReport:
    """Fingerprint the files of one work and save it in one transaction."""
    blank = AssetReport(asset=plan.asset.id, shown=plan.asset.shown, skipped=plan.skipped)
    if plan.error:
        return replace(blank, error=plan.error)
    fresh: list[NewPart] = []
    same: list[Part] = []
    known = _by_file(register.parts(plan.asset.id))
    for path, name in plan.files:
        new, old = _file(path, name, known.get(str(path), []), context)
        fresh += new
        same += old
        if request.keep:
            _keep(register, path)
        meter.step(name)
    fresh += _named(plan.asset)
    asset = plan.settled([part.content for part in (*fresh, *same)], request.owner)
    report = _save(register, asset, fresh, same, plan.root)
    return replace(report, skipped=plan.skipped, notes=plan.notes)


def _by_file(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.original, []).append(part)
    return found


def _file(
    path: Path, name: str, known: Sequence[Part], context: Context
) -> tuple[list[NewPart], list[Part]]:
    """The parts of a file: read anew, or those of last time where its bytes are the same."""
    try:
        data = load(path)
    except Unreadable:
        return protect_parts.of_file(path, name, context), []
    digest = hashlib.sha256(data).hexdigest()
    recipe = protect_parts.recipe()
    if known and all(
        part.sha256 == digest and part.recipe == recipe and part.content for part in known
    ):
        return [], list(known)
    return protect_parts.of_file(path, name, context, data), []


def _keep(register: Register, path: Path) -> None:
    try:
        originals.keep(register, load(path))
    except Unreadable:
        return  # told with the part itself


def _named(asset: Asset) -> list[NewPart]:
    """The part that holds a work's names and slogans, public by declaration."""
    words = (*asset.names, *asset.slogans)
    if not words:
        return []
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    values = ((NAMES, Names(words)),)
    return [NewPart(name="names", sha256=digest, content="name", protectable=1.0, values=values)]


def _save(
    register: Register, asset: Asset, fresh: Sequence[NewPart], same: Sequence[Part], root: str
) -> AssetReport:
    parts = tuple(sorted(_reported(fresh, same), key=lambda part: part.name))
    report = AssetReport(asset=asset.id, shown=asset.shown, right=asset.right, parts=parts)
    if not any(part.kinds for part in parts):
        return replace(report, error="nothing in it can be watched for: see its parts")
    try:
        saved = register.save(asset, fresh, unchanged={part.name for part in same}, root=root)
    except CopywatchError as error:
        return replace(report, error=str(error))
    return replace(report, saved=saved)


def _reported(fresh: Sequence[NewPart], same: Sequence[Part]) -> Iterable[PartReport]:
    for part in fresh:
        kinds = tuple(kind for kind, _ in part.values)
        yield PartReport(
            name=part.name, content=part.content, kinds=kinds,
            protectable=part.protectable, refused=part.refused,
        )  # fmt: skip
    for old in same:
        yield PartReport(
            name=old.name, content=old.content, kinds=old.kinds,
            protectable=old.protectable, refused=old.refused, same=True,
        )  # fmt: skip


def _word(word: str, sort: str, request: Request, register: Register) -> AssetReport:
    """A brand name or slogan is a work of its own."""
    word = " ".join(word.split())
    root = f"{sort}:{word}"
    id_ = slug(word)
    if register.root(id_) not in {"", root}:
        id_ = f"{id_}-{sort.removesuffix('s')}"
    asset = Asset(
        id=id_, title=word, right="trademark", owner=request.owner, secrecy="public",
        names=(word,) if sort == "names" else (), slogans=(word,) if sort == "slogans" else (),
    )  # fmt: skip
    if not word:
        return AssetReport(asset="", shown="", error="an empty name protects nothing")
    return _save(register, asset, _named(asset), (), root)


def protect_contents(
    asset: Asset,
    contents: Sequence[tuple[str, Content]],
    register: Register,
    context: Context,
    *,
    root: str = "",
) -> AssetReport:
    """Protect what has no file here (a page of the own shop, a row of an inventory).

    Encrypted copies are kept, for there may be no second look at the original.
    """
    root = root or asset.url
    taken = register.root(asset.id)
    if taken not in {"", root}:
        message = f"The id {asset.id} already belongs to {taken}."
        return AssetReport(asset=asset.id, shown=asset.shown, error=message)
    fresh = [
        part for name, thing in contents for part in _content(name, thing, register, context, root)
    ]
    return _save(register, asset, [*fresh, *_named(asset)], (), root)


def _content(
    name: str, thing: Content, register: Register, context: Context, root: str
) -> list[NewPart]:
    data = context.blobs.get(thing.sha256) if isinstance(thing, Image) else originals.pack(thing)
    facts = (root, hashlib.sha256(data).hexdigest(), len(data))
    part = protect_parts.of_content(name, thing, context, facts)
    if not part.refused:
        originals.keep(register, data)
    return [part]
