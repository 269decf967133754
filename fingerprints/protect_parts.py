"""Reads one file and takes its fingerprints, or says in words why it is refused."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fingerprints import image_logo, kinds, names, read
from fingerprints.bounded import call
from fingerprints.content import Code, Content, Image, Table, Text
from fingerprints.errors import Unreadable
from fingerprints.kind import Bits, Context, Names, Points, Tokens, Value
from fingerprints.protect_licences import is_licence
from fingerprints.read.files import data_list, load
from fingerprints.read.sheets import is_workbook
from fingerprints.register_rows import NewPart

SECONDS, TABLE_SECONDS = 120.0, 900.0  # for one document, for a workbook of a million rows
MEGABYTES = 2_048
PLAIN = 5  # quality of a picture, 0 to 100, up to which it is a flat field
OUTLINED = 0.5  # share of a logo that has its outline and no features
BLANK = b"\0 \t\r\n"
EDITION = 6  # of what the kinds take of a part; a higher one means that parts are read again
SPOILED = re.compile(r"\s+")


def recipe(*, logo: bool = False) -> str:
    """What would be asked today; another recipe means that the part is read again."""
    asked = [kind.name for kind in kinds.KINDS if (kind is image_logo.KIND) is logo]
    return ",".join([f"edition {EDITION}", *asked])


def of_file(path: Path, name: str, context: Context, data: bytes | None = None) -> list[NewPart]:
    """The parts of a file; one that cannot be read is a single refused part."""
    try:
        data = load(path) if data is None else data
        if not data.strip(BLANK):
            return [_refused(name, str(path), data, "empty", content="text")]
        contents = contents_of(data, name, context)
    except Unreadable as error:
        return [_refused(name, str(path), data or b"", str(error))]
    if context.logo:  # a drawing is a text, too
        contents = [(part, one) for part, one in contents if isinstance(one, Image)] or contents[:1]
    facts = (str(path), hashlib.sha256(data).hexdigest(), len(data))
    return [of_content(part, content, context, facts) for part, content in contents]


def contents_of(data: bytes, name: str, context: Context) -> Sequence[tuple[str, Content]]:
    """Documents are hostile enough to be read in a process with limits."""
    sort = read.guess(name, data)
    if sort == "document" or (sort == "table" and is_workbook(name, data)):
        seconds = SECONDS if sort == "document" else TABLE_SECONDS
        found: list[tuple[str, Content]] = call(
            data_list, data, name, context.blobs, seconds=seconds, megabytes=MEGABYTES
        )
        return found
    return data_list(data, name, context.blobs)


def of_content(
    name: str, content: Content, context: Context, facts: tuple[str, str, int]
) -> NewPart:
    """One part with its fingerprints, unless nothing in it could be found again."""
    original, sha256, size = facts
    try:
        values = tuple(kinds.take(_undeclared(content), context))
        reason = _logo(values) if context.logo else _reason(content, values)
    except Unreadable as error:
        values, reason = (), str(error)
    return NewPart(
        name=name,
        original=original,
        sha256=sha256,
        size=size,
        content=content.type,
        protectable=0.0 if reason else share(values),
        refused=reason,
        recipe=recipe(logo=context.logo),
        values=() if reason else values,
        lines=_lines(content),
    )


def _undeclared(content: Content) -> Content:
    """A file that happens to be called `name` is no declared name."""
    if isinstance(content, Text) and content.where in names.PLACES:
        return replace(content, where=f"./{content.where}")
    return content


def _logo(values: Sequence[tuple[str, Value]]) -> str:
    """Why this logo is not watched for; empty when it is."""
    for _, value in values:
        if isinstance(value, Points):
            return image_logo.why_refused(value)
    return "no picture: a logo is a drawing (SVG) or a picture on a plain or clear ground"


def share(values: Sequence[tuple[str, Value]]) -> float:
    """How much of the part can be found again: the best of its kinds, 0 to 1."""
    return max((_share(kind, value) for kind, value in values), default=0.0)


def _share(kind: str, value: Value) -> float:
    if kind == image_logo.NAME and isinstance(value, Points):
        return min(1.0, max(OUTLINED, len(value.words) / image_logo.WELL))
    if isinstance(value, Tokens):
        return min(value.protectable / value.total, 1.0) if value.total else 0.0
    if isinstance(value, Bits):
        return value.quality / 100
    return 1.0 if isinstance(value, Names) and value.words else 0.0


def _reason(content: Content, values: Sequence[tuple[str, Value]]) -> str:
    """Why this part is not watched for; empty when it is."""
    body = content.body if isinstance(content, Text | Code) else ""
    if isinstance(content, Text | Code) and not SPOILED.sub("", body):
        return "blank: there is no text on it (a scan? protect its pictures)"
    if isinstance(content, Table) and not any(any(row) for row in content.rows):
        return "blank: the table has no cells"
    if isinstance(content, Text) and is_licence(body):  # a program only carries one on top
        return "a licence text: it stands everywhere and belongs to nobody alone"
    pictures = [value.quality for _, value in values if isinstance(value, Bits)]
    if pictures and max(pictures) <= PLAIN:
        return "a plain picture: one field of colour looks like any other"
    if not values or share(values) <= 0:
        return "nothing in it is distinctive enough to be found again"
    return ""


def _lines(content: Content) -> int:
    if isinstance(content, Text | Code):
        return content.body.count("\n") + 1
    return len(content.rows) if isinstance(content, Table) else 0


def _refused(name: str, original: str, data: bytes, reason: str, content: str = "") -> NewPart:
    """A part without fingerprints; one without a content could not even be read."""
    digest = hashlib.sha256(data).hexdigest()
    return NewPart(
        name=name, original=original, sha256=digest, size=len(data), content=content,
        refused=reason, recipe=recipe() if content else "",
    )  # fmt: skip
