"""imagehash's own hashes on the same pictures: what a plain threshold can reach."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.images.measure import Looked


@dataclass(frozen=True, slots=True)
class Rival:
    """One hash at the threshold that finds every copy, and at the one without a false pair."""

    name: str
    all_at: int
    false_pairs: int
    twins: int  # pictures of the page, not pairs of protected ones
    none_at: int
    recall: float


def compare(
    looked: list[Looked], edits: set[str], ours: dict[tuple[str, str], set[str]]
) -> Iterator[Rival]:
    """Pairs that we tell as `same product?` are counted apart from false ones."""
    protected = [one for one in looked if one.rivals and not one.edit and one.told]
    shelf = [one for one in protected if any(told.protected == one.source for told in one.told)]
    queries = [one for one in looked if one.rivals and (one.edit in edits or not one.edit)]
    own = np.array([[query.source == one.source for one in shelf] for query in queries])
    twin = np.array([[_pair(query, one) in ours for one in shelf] for query in queries])
    for name in shelf[0].rivals:
        apart = _distances(queries, shelf, name)
        copies, wrong = apart[own], apart[~own & ~twin]
        all_at, none_at = int(copies.max()), int(wrong.min()) - 1
        yield Rival(
            name,
            all_at,
            int((wrong <= all_at).sum()),
            int((apart[twin] <= all_at).sum()),
            none_at,
            float((copies <= none_at).mean()),
        )


def _pair(one: Looked, other: Looked) -> tuple[str, str]:
    first, second = sorted((one.source, other.source))
    return first, second


def _distances(queries: list[Looked], shelf: list[Looked], name: str) -> NDArray[np.int64]:
    stored = np.array([list(one.rivals[name]) for one in shelf], np.uint8)
    asked = np.array([list(one.rivals[name]) for one in queries], np.uint8)
    return np.stack([np.bitwise_count(stored ^ row).sum(axis=1, dtype=np.int64) for row in asked])
