"""A sighting: one place as it was seen, in plain JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from fingerprints.content import Content, from_json, to_json

Channel = Literal["marketplace", "trade_show", "code", "paste", "web"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One stored response: its body lies in the blobs under `sha256`."""

    sha256: str
    url: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    fetched_at: str = ""  # ISO 8601, UTC
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a spider or a person saw at a place. Times are ISO 8601 in UTC."""

    url: str
    place: str  # named by the spider, without tracking and variants: "klaus.example/repo"
    channel: Channel
    site: str
    seen_at: str
    title: str = ""
    contents: tuple[Content, ...] = ()
    price: float | None = None
    currency: str = ""
    seller: str = ""
    seller_id: str = ""
    country: str = ""
    captured_by: Literal["spider", "person"] = "spider"
    query: str = ""
    captures: tuple[Capture, ...] = ()
    robots: str = ""  # "allowed by robots.txt", "no robots.txt", ...
    meta_robots: str = ""  # recorded; robots.txt decides
    notes: tuple[str, ...] = ()  # "read as cp1251 though it said utf-8", "nested too deep"

    def to_json(self) -> dict[str, Any]:
        """The sighting as plain JSON, with `type` on each content."""
        return asdict(self) | {
            "type": "sighting",
            "notes": list(self.notes),
            "contents": [to_json(content) for content in self.contents],
            "captures": [
                asdict(c) | {"headers": [list(h) for h in c.headers]} for c in self.captures
            ],
        }


def read_sighting(line: Mapping[str, Any]) -> Sighting:
    """Rebuild a sighting from its JSON; anything unexpected raises ValueError."""
    values = dict(line)
    if values.pop("type", "sighting") != "sighting":
        message = "not a sighting: its type says otherwise"
        raise ValueError(message)
    unknown = values.keys() - {field.name for field in fields(Sighting)}
    if unknown:
        message = f"not a sighting: unknown fields {', '.join(sorted(unknown))}"
        raise ValueError(message)
    try:
        values["notes"] = tuple(str(note) for note in values.get("notes", ()))
        values["contents"] = tuple(from_json(content) for content in values.get("contents", ()))
        values["captures"] = tuple(
            Capture(**{**c, "headers": tuple((str(k), str(v)) for k, v in c.get("headers", ()))})
            for c in values.get("captures", ())
        )
        return Sighting(**values)
    except (TypeError, KeyError) as error:
        message = f"not a sighting: {error}"
        raise ValueError(message) from error
