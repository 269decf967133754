"""What a page or a protected work is made of: plain values that survive JSON unchanged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """Prose as a reader sees it; `where` is a selector, a file path or an archive member."""

    body: str
    language: str = ""
    where: str = ""
    type: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Code:
    """Source code, unchanged; `language` is a hint and may be empty."""

    body: str
    language: str = ""
    where: str = ""
    type: ClassVar[str] = "code"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as shown."""

    rows: tuple[tuple[str, ...], ...]
    where: str = ""
    type: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; its bytes lie in the blobs under `sha256`."""

    sha256: str
    where: str = ""
    url: str = ""
    type: ClassVar[str] = "image"


@dataclass(frozen=True, slots=True)
class File:
    """Bytes that nobody has opened yet (pdf, archive, spreadsheet); read in a bounded process."""

    sha256: str
    name: str = ""
    where: str = ""
    url: str = ""
    type: ClassVar[str] = "file"


Content = Text | Code | Table | Image | File
TYPES: dict[str, type[Content]] = {kind.type: kind for kind in (Text, Code, Table, Image, File)}


def to_json(content: Content) -> dict[str, Any]:
    """The content as plain JSON with its `type`."""
    return {"type": content.type, **asdict(content)}


def from_json(fields: Mapping[str, Any]) -> Content:
    """Rebuild a content; an unknown type or field raises ValueError."""
    values = dict(fields)
    name = values.pop("type", None)
    if name not in TYPES:
        message = f"unknown content type {name!r}: expected one of {', '.join(TYPES)}"
        raise ValueError(message)
    if name == "table":
        values["rows"] = tuple(tuple(str(cell) for cell in row) for row in values["rows"])
    try:
        return TYPES[name](**values)
    except TypeError as error:
        message = f"{name} content: {error}"
        raise ValueError(message) from error
