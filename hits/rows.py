"""Hits as rows of the record, and the number that the index follows."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from hits.hit import Hit
from hits.insert import insert_new
from hits.tables import sequence
from matcher.match import Reason

LONGEST = 4_000  # characters of one crawled field


def as_values(hit: Hit) -> dict[str, Any]:
    """The columns of a hit."""
    return {**asdict(hit), "kinds": list(hit.kinds)}


def as_hit(row: Mapping[Any, Any]) -> Hit:
    """The hit of a row."""
    reasons = tuple(Reason(**reason) for reason in row["risk_reasons"])
    return Hit(**{**row, "risk_reasons": reasons, "kinds": tuple(row["kinds"])})


def status_of(outcome: str, authorised_by: str) -> str:
    """A person's newest decision counts before any rule, a question does not."""
    if authorised_by and outcome in {"", "needs information"}:
        return "authorised"
    return outcome or "open"


def clean(text: str) -> str:
    """Text that every database takes."""
    return text.replace("\0", "")[:LONGEST].encode("utf-8", "replace").decode()


def lock(connection: sa.Connection) -> None:
    """Let one transaction at a time change hits, on PostgreSQL too."""
    insert_new(connection, sequence, {"name": "hits", "value": 0})
    same = sa.update(sequence).where(sequence.c.name == "hits")
    connection.execute(same.values(value=sequence.c.value))


def next_seq(connection: sa.Connection) -> int:
    """The next number; its row stays locked until the commit, so numbers appear in order."""
    step = sa.update(sequence).where(sequence.c.name == "hits")
    counted = step.values(value=sequence.c.value + 1).returning(sequence.c.value)
    number: int = connection.execute(counted).scalar_one()
    return number
