"""One self-contained HTML file: every hit with its proof, what was looked at, what was refused."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from console import proofs, thumbs, words
from console.proofs import Side
from copywatch.installation import Installation
from copywatch.plain import clean
from fingerprints import originals
from fingerprints.blobs import Blobs
from fingerprints.content import Image
from fingerprints.errors import CopywatchError, Unreadable
from hits.hit import Hit, Seen
from hits.looked import Looked
from hits.watches import Run
from matcher.match import Evidence

MOST = 500  # hits in one file
PROOFS = 3  # of one hit
RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One proof, both sides ready to print; a picture is a data URI."""

    evidence: Evidence
    ours: Side | None
    theirs: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One hit as the report tells it."""

    hit: Hit
    work: str
    party: str
    given_to: str
    secret: bool
    proofs: tuple[Shown, ...]


def write_report(installation: Installation, output: Path) -> int:
    """Write the file whole or not at all; returns how many hits it holds."""
    hits = sorted(installation.record.every_hit(), key=lambda hit: (-hit.risk, hit.id))[:MOST]
    desk = Blobs(installation.home / "desk")
    runs = installation.record.runs(limit=RUNS)
    page = (
        environment()
        .get_template("report.html")
        .render(
            entries=[entry(installation, hit, desk) for hit in hits],
            runs=[(run, run.looked.words().splitlines()) for run in runs],
            total=summed(runs),
            targets={watch.id: watch.target for watch in installation.record.watches()},
            made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            **{name: getattr(words, name) for name in ("CHANNELS", "VERDICTS")},
        )
    )
    draft = output.with_name(output.name + ".part")
    draft.write_text(page, encoding="utf-8")
    draft.replace(output)
    return len(hits)


def environment() -> Environment:
    """Everything crawled is escaped, and stripped of control characters."""
    made = Environment(
        loader=PackageLoader("copywatch"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: clean(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "tone": words.tone,
        "percent": words.percent,
        "reason": words.reason,
        "moment": words.moment,
        "web_address": words.web_address,
        "kind": words.kind,
    }
    made.globals |= {"money": words.money}
    return made


def summed(runs: Sequence[Run]) -> list[str]:
    """What all these runs looked at together."""
    total = Looked()
    for run in runs:
        total = total.merge(run.looked)
    return total.words().splitlines()


def entry(installation: Installation, hit: Hit, desk: Blobs) -> Entry:
    """One hit with its strongest proofs; a copy of a secret work is as secret as the work."""
    register = installation.register
    asset = register.asset(hit.asset)
    party = register.party(hit.party) if hit.party else None
    found = proofs.listed(installation.record.visits(hit.id))[:PROOFS]
    secret = asset is None or asset.secrecy == "secret"
    return Entry(
        hit=hit,
        work=asset.shown if asset else hit.asset,
        party=party.names[0] if party else "",
        given_to=register.given_to(hit.asset),
        secret=secret,
        proofs=tuple(
            Shown(
                evidence=proof.evidence,
                ours=None if secret else ours(installation, hit, proof.evidence, desk),
                theirs=None if secret else theirs(installation, proof.seen, proof, desk),
            )
            for proof in found
        ),
    )


def ours(installation: Installation, hit: Hit, evidence: Evidence, desk: Blobs) -> Side | None:
    """The protected side, read from the original now; never of a secret work."""
    content = originals.content(installation.register, hit.asset, evidence.part, desk)
    if isinstance(content, Image):
        side = picture(desk, content.sha256)
        desk.drop(content.sha256)
        return side
    return proofs.text_side(content, [mine for mine, _ in evidence.spans]) if content else None


def theirs(installation: Installation, seen: Seen, proof: proofs.Proof, desk: Blobs) -> Side | None:
    """What stood on the page."""
    content = proofs.there(proof)
    if isinstance(content, Image):
        try:
            data = installation.captures.read(seen.warc, content.sha256)
        except CopywatchError:
            return None
        side = picture(desk, desk.put(data))
        desk.drop(content.sha256)
        return side
    return (
        proofs.text_side(content, [page for _, page in proof.evidence.spans]) if content else None
    )


def picture(desk: Blobs, digest: str) -> Side | None:
    """The picture drawn anew and small, as a data URI."""
    try:
        drawn = thumbs.drawn(desk.path(digest), thumbs.LARGE)
    except Unreadable:
        return None
    return Side(picture=f"data:{thumbs.MEDIA_TYPE};base64,{base64.b64encode(drawn).decode()}")
