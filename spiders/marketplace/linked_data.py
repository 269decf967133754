"""schema.org in JSON-LD: each block on its own, so that a broken one loses nothing else."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

DEEPEST = 12
MOST = 2_000  # nodes per page
BLOCK_LIMIT = 2_000_000
INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "itemOffered")
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blocks:
    """All nodes of a page, flattened, and how many blocks could not be read."""

    nodes: tuple[Node, ...]
    broken: int = 0


def read(blocks: Iterable[str]) -> Blocks:
    """Read each script block alone; what does not parse is mended or counted."""
    nodes: list[Node] = []
    broken = 0
    for block in blocks:
        try:
            nodes.extend(flatten(_load(block[:BLOCK_LIMIT])))
        except (ValueError, RecursionError):
            broken += 1
    return Blocks(tuple(nodes[:MOST]), broken)


def _load(block: str) -> Any:
    try:
        return json.loads(block, strict=False)
    except ValueError:
        return json.loads(_mended(block), strict=False)


def _mended(block: str) -> str:
    """The slips that shops make: comments around, commas before a bracket, trailing semicolons."""
    block = re.sub(r"^\s*(?:<!--|<!\[CDATA\[|//[^\n]*\n|/\*.*?\*/)+", "", block, flags=re.DOTALL)
    block = re.sub(r"(?:-->|//\s*\]\]>|\]\]>|;)\s*$", "", block.strip())
    return re.sub(r",(\s*[}\]])", r"\1", block)


def flatten(value: Any, level: int = 0) -> Iterator[Node]:
    """Every node that stands for a thing of its own, outermost first."""
    if level > DEEPEST:
        return
    if isinstance(value, list):
        for entry in value[:MOST]:
            yield from flatten(entry, level + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in INSIDE:
            yield from flatten(value.get(key), level + 1)


def types(node: Node) -> set[str]:
    """The node's types without their vocabulary."""
    said = node.get("@type") or node.get("type") or []
    return {str(name).rsplit("/", 1)[-1] for name in (said if isinstance(said, list) else [said])}


def first(value: Any, *names: str) -> str:
    """The first plain text behind a value: nodes are asked for `names`, lists for their head."""
    for _ in range(DEEPEST):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = next((value[name] for name in (*names, "@value") if value.get(name)), None)
        else:
            break
    return unescape(str(value)).strip() if isinstance(value, str | int | float) else ""


def nodes_of(value: Any) -> list[Node]:
    """A node or a list of nodes as a list of nodes."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries[:MOST] if isinstance(entry, dict)]
