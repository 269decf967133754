"""Adds works to the register: folders, files, names and slogans, and what a shop shows."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fingerprints import originals, protect_parts
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image
from fingerprints.errors import CopywatchError
from fingerprints.kind import Context
from fingerprints.protect_plan import Plan, plans, slug, unlike
from fingerprints.protect_report import AssetReport, Meter, Progress, Report, silent
from fingerprints.protect_work import fingerprint, keeper, named, save
from fingerprints.register import Register
from fingerprints.register_rows import NewPart
from fingerprints.works import Asset


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a user asked to protect."""

    paths: tuple[Path, ...] = ()
    logos: tuple[Path, ...] = ()  # pictures of logos; every file below a folder is one
    each: bool = False  # every file below a path is a work of its own
    names: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    keep: bool = False  # store encrypted copies of the originals
    owner: str = ""  # of works that name none


def protect(request: Request, register: Register, progress: Progress = silent) -> Report:
    """Protect what is asked; a work that cannot be saved is told, and the others go on."""
    wanted = unlike(
        [plan for path in request.paths for plan in plans(path, register, each=request.each)]
    )
    marks = unlike(
        [p for path in request.logos for p in plans(path, register, each=True, right="trademark")]
    )
    meter = Meter(progress, sum(len(plan.files) for plan in (*wanted, *marks)))
    with scratch(register) as context:
        works = [_planned(plan, request, register, context, meter) for plan in wanted]
        logos = replace(context, logo=True)
        works += [_planned(plan, request, register, logos, meter) for plan in marks]
    works += [protect_word(name, "name", register, request.owner) for name in request.names]
    works += [protect_word(text, "slogan", register, request.owner) for text in request.slogans]
    return Report(tuple(works))


@contextmanager
def scratch(register: Register) -> Iterator[Context]:
    """A context whose pictures lie in a folder that is gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(dir=register.home, prefix="scratch-") as folder:
            yield Context(register.keys, Blobs(Path(folder)))
    except OSError as error:
        message = f"{register.home} cannot be written: {error.strerror}. Make room there."
        raise CopywatchError(message) from error


def _planned(
    plan: Plan, request: Request, register: Register, context: Context, meter: Meter
) -> AssetReport:
    report = AssetReport(asset=plan.asset.id, shown=plan.asset.shown, error=plan.error)
    if not plan.error:
        known = register.parts(plan.asset.id)
        keep = keeper(register, wanted=request.keep)
        fresh, same = fingerprint(plan.files, known, context, keep, meter.step)
        asset = plan.settled([p.content for p in fresh] + [p.content for p in same], request.owner)
        report = save(register, asset, [*fresh, *named(asset)], same, plan.root)
    return replace(report, skipped=plan.skipped, notes=(*plan.notes, *report.notes))


def protect_word(word: str, sort: str, register: Register, owner: str = "") -> AssetReport:
    """Protect a brand name or a slogan: a work of its own."""
    word = " ".join(word.split())
    root = f"{sort}:{word}"
    id_ = slug(word)
    if register.root(id_) not in {"", root}:
        id_ = f"{id_}-{sort}"
    if not id_:
        return AssetReport(asset="", shown=word, error=f"an empty {sort} protects nothing")
    asset = Asset(
        id=id_,
        title=word,
        right="trademark",
        owner=owner,
        secrecy="public",
        names=(word,) if sort == "name" else (),
        slogans=(word,) if sort == "slogan" else (),
    )
    return save(register, asset, named(asset), (), root)


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
        part
        for name, thing in contents
        for part in kept_content(name, thing, register, context, root)
    ]
    return save(register, asset, [*fresh, *named(asset)], (), root)


def kept_content(
    name: str, thing: Content, register: Register, context: Context, root: str
) -> list[NewPart]:
    """The part of a content that has no file, with an encrypted copy of it."""
    data = context.blobs.get(thing.sha256) if isinstance(thing, Image) else originals.pack(thing)
    facts = (root, hashlib.sha256(data).hexdigest(), len(data))
    part = protect_parts.of_content(name, thing, context, facts)
    if not part.refused:
        originals.keep(register, data)
    return [part]
