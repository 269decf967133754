"""Matches a work with the samples kept of every page ever seen, and visits what was found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain, groupby
from typing import Any

import numpy as np

from copywatch.installation import Installation
from fingerprints.arrays import U64
from fingerprints.errors import ConfigurationError
from fingerprints.kind import Bits, Tokens
from hits.look import Part, Past, look
from hits.look_index import LARGE
from hits.watches import Watch, watch_id
from spiders.choose import choose

QUICK = 200_000  # hashes of new works that `protect` looks back with by itself


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of the past that shares fingerprints with a work: to be looked at again."""

    past: Past
    captured: bool  # a WARC record of the page is kept, since it was a hit
    hits: tuple[str, ...]  # hits that the page belongs to

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {**asdict(self.past), "captured": self.captured, "hits": list(self.hits)}


def look_back(installation: Installation, asset: str) -> list[Candidate]:
    """Pages of the past that share fingerprints with the work, the strongest first."""
    if installation.register.asset(asset) is None:
        raise ConfigurationError(f"no such work: {asset} (see `copywatch works`)")
    installation.look_index.catch_up()
    found = look(installation.look_index, parts(installation, [asset]))
    return [candidate(installation, past) for past in found]


def parts(installation: Installation, assets: Sequence[str]) -> Iterator[Part]:
    """What is stored of works, part by part."""
    mine = chain.from_iterable(map(installation.register.entries, assets))
    for (_, name), entries in groupby(mine, lambda entry: (entry.asset, entry.part)):
        kinds: dict[str, U64] = {}
        for entry in entries:
            if isinstance(entry.value, Tokens):
                kinds[entry.kind] = np.unique(entry.value.hashes)
            elif isinstance(entry.value, Bits) and len(entry.value.rows):
                kinds[entry.kind] = entry.value.rows
        if kinds:
            yield Part(name, kinds)


def candidate(installation: Installation, past: Past) -> Candidate:
    """What else is known of a page: hits at its place, and whether it was captured."""
    record = installation.record
    hits = record.hits_of(place=past.place) if past.place else []
    mine = tuple(hit.id for hit in hits)
    captured = any(
        visit.sighting.url == past.url and visit.warc.get("records")
        for hit in mine
        for visit in record.visits(hit)
    )
    return Candidate(past, captured, mine)


def offer(installation: Installation, assets: Sequence[str]) -> str:
    """One line after `protect`: how many pages seen before share fingerprints with new works.

    Empty where no page was seen; without a number where counting would keep a person waiting.
    """
    seen = installation.record.pages.count() if assets else 0
    if not seen:
        return ""
    how = f"copywatch lookback {assets[0]}"
    index = installation.look_index
    asked = list(_few(parts(installation, assets)))
    if not asked or index.waiting() > LARGE:
        return f"{seen} pages were seen before. Compare them: {how}"
    count = len(look(index, asked))
    if not count:
        return f"{seen} pages were seen before; none shares fingerprints with it ({how})."
    one = f"1 page seen before shares its fingerprints. Look at it: {how}"
    return one if count == 1 else f"{count} pages seen before share fingerprints. Look: {how}"


def _few(found: Iterable[Part]) -> Iterator[Part]:
    """All parts; or none where they are too many to look back with in passing."""
    kept: list[Part] = []
    size = 0
    for part in found:
        kept.append(part)
        size += sum(map(len, part.kinds.values()))
        if size > QUICK:
            return
    yield from kept


def watches(installation: Installation, asset: str, found: Sequence[Candidate]) -> list[Watch]:
    """Watches that visit the found pages once, now; one for each spider that reads them.

    Own servers that a watch may visit stay allowed.
    """
    by_spider: dict[str, list[str]] = {}
    allowed: set[str] = set()
    for one in found:
        if not one.past.url.startswith(("http://", "https://")):
            continue  # brought by a person
        spider, args = choose(one.past.url)
        by_spider.setdefault(spider, []).extend(args["targets"])
        run = installation.record.run(one.past.run)
        watch = installation.record.watch(run.watch) if run else None
        allowed.update(watch.args.get("allow", ()) if watch else ())
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = []
    for spider, targets in sorted(by_spider.items()):
        target = f"look-back of {asset} ({spider})"
        args = {"targets": list(dict.fromkeys(targets)), "allow": sorted(allowed)}
        made.append(
            Watch(
                id=watch_id(target),
                target=target,
                spider=spider,
                args=args | ({"scope": "page"} if spider == "site" else {}),
                pages=len(args["targets"]) if spider == "site" else installation.config.crawl.pages,
                created_at=now,
            )
        )
    return made
