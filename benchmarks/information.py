"""Makes the shipped n-gram tables: `python -m benchmarks.information`, from public projects.

Read from the group "background" only, whose projects are neither protected nor negatives in any
benchmark. Only hashes with a rounded probability leave this script.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from benchmarks.text import sources
from fingerprints import lexer
from fingerprints.arrays import F64, I64, U16, U64
from fingerprints.background import FOLDER
from fingerprints.fold import Folded, fold
from matcher import information, ngrams
from matcher.ngrams import DISTANCES, MEMBERS, ORDERS, RANKS, WORDS

TOKENS = {1: 1 << 11, 2: 1 << 15, 3: 1 << 17, 5: 1 << 20, 8: 1 << 21}
SIZES = {
    (WORDS, 1): 1 << 17,
    (WORDS, 2): 1 << 21,
    (WORDS, 3): 1 << 21,
    (MEMBERS, 1): 1 << 17,
    (MEMBERS, 2): 1 << 20,
    (MEMBERS, 3): 1 << 20,
    **{(model, order): size for model in (DISTANCES, RANKS) for order, size in TOKENS.items()},
}  # slots of n-grams by model and order
PROJECTS = 2  # that an n-gram must stand in
Files = list[list[U64]]  # coded files by project


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The n-grams of one order: hash, hashes of the context and of the shorter n-gram, weight."""

    hashes: U64
    contexts: U64
    shorter: U64
    weights: F64  # the root of the count in each project, summed
    projects: I64


UNITS: dict[str, Callable[[Folded], U64]] = {
    WORDS: information.words,
    MEMBERS: information.members,
    DISTANCES: lambda folded: information.distances(lexer.read(folded)),
    RANKS: lambda folded: information.ranks(lexer.read(folded)),
}


def files(model: str) -> Files:
    """The coded files of each background project; prose has no structure."""
    documents = sources.load("background", "train")
    documents.sort(key=lambda document: document.project)
    return [
        [UNITS[model](fold(d.body)) for d in group if model == WORDS or not d.prose]
        for _, group in groupby(documents, key=lambda document: document.project)
    ]


def counted(read: Files, order: int) -> Counted:
    """All n-grams of one order with their weights."""
    found = [_project(one, order) for one in read if sum(len(codes) >= order for codes in one)]
    hashes, contexts, shorter, weights = (np.concatenate(p) for p in zip(*found, strict=True))
    rank = np.argsort(hashes, kind="stable")
    hashes, contexts, shorter, weights = (a[rank] for a in (hashes, contexts, shorter, weights))
    first = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
    return Counted(
        hashes[first],
        contexts[first],
        shorter[first],
        np.add.reduceat(weights, first),
        np.diff(np.append(first, len(hashes))),
    )


def _project(coded: list[U64], order: int) -> tuple[U64, U64, U64, F64]:
    below = [n for n in (0, *(o for orders in ORDERS.values() for o in orders)) if n < order][-1]
    grams, contexts, shorter = [], [], []
    for codes in coded:
        if len(codes) < order:
            continue
        steps = ngrams.ladder(codes, order)
        before = ngrams.contexts(steps[order - 2] if order > 1 else None, len(codes))
        grams.append(steps[-1][order - 1 :])
        contexts.append(before[order - 1 :])
        shorter.append(steps[max(1, below) - 1][order - 1 :])
    hashes, first, counts = np.unique(np.concatenate(grams), return_index=True, return_counts=True)
    return hashes, np.concatenate(contexts)[first], np.concatenate(shorter)[first], np.sqrt(counts)


def write(model: str, order: int, read: Files) -> tuple[int, int]:
    """Fill the tables of one order (Witten and Bell 1991); n-grams and contexts kept."""
    all_ = counted(read, order)
    contexts, where = np.unique(all_.contexts, return_inverse=True)
    whole, kinds = np.bincount(where, all_.weights), np.bincount(where)
    below = _below(model, order, all_)
    told = -np.log2((all_.weights + kinds[where] * below) / (whole + kinds)[where])
    shared = all_.projects >= PROJECTS
    missed = -np.log2(kinds / (whole + kinds))
    size = SIZES[model, order]
    grams, kept = _table(all_.hashes[shared], told[shared], all_.weights[shared], size)
    before, known = _table(contexts, missed, whole.astype(np.float64), size >> 1)
    ngrams.path(model, order).write_bytes(grams.tobytes() + before.tobytes())
    ngrams.table.cache_clear()
    return kept, known


def _below(model: str, order: int, all_: Counted) -> F64:
    """The chance of each n-gram's last unit by the tables of shorter contexts already written."""
    if order == 1:
        return np.full(len(all_.hashes), 1e-6)
    orders = ORDERS[model]
    bits = ngrams.known(model, orders[orders.index(order) - 1], all_.shorter)
    return np.exp2(-np.where(np.isnan(bits), information.RARE, bits))


def _table(hashes: U64, told: F64, weights: F64, size: int) -> tuple[U16, int]:
    """Slots filled by weight: what stands most often stays."""
    rank = np.argsort(-weights, kind="stable")
    where, check = ngrams.slots(hashes[rank], size)
    _, first = np.unique(where, return_index=True)
    rounded = np.clip(np.round(told[rank] * ngrams.STEPS), 0, 255).astype(np.uint16)
    kept = np.zeros(size, "<u2")
    kept[where[first]] = (check[first] << np.uint16(8)) | rounded[first]
    return kept, len(first)


def main() -> None:
    """Write every table, shorter contexts first."""
    FOLDER.mkdir(exist_ok=True)
    for model, orders in ORDERS.items():
        read = files(model)
        for order in orders:
            kept, known = write(model, order, read)
            print(f"{model}, n-grams of {order}: {kept} kept, {known} contexts", flush=True)


if __name__ == "__main__":
    main()
