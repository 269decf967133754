"""One self-contained HTML file: every hit with its proof, what was looked at, what was refused."""

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from console import proofs, thumbs, words
from console.proofs import Proof, Side
from copywatch.installation import Installation
from copywatch.plain import clean
from fingerprints import originals
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image
from fingerprints.errors import CopywatchError, Unreadable
from hits.hit import Hit
from hits.looked import Looked
from hits.watches import Run
from matcher.match import Span

MOST = 500  # hits in one file
PROOFS = 3  # of one hit
RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One proof, both sides ready to print; a picture is a data URI."""

    proof: Proof
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
    every = sorted(installation.record.every_hit(), key=lambda hit: (-hit.risk, hit.id))
    hits = every[:MOST]
    desk = Blobs(installation.home / "desk")
    runs = installation.record.runs(limit=RUNS)
    page = (
        environment()
        .get_template("report.html")
        .render(
            entries=[entry(installation, hit, desk) for hit in hits],
            runs=[(run, run.looked.words().splitlines()) for run in runs],
            total=summed(runs),
            total_hits=len(every),
            statuses=Counter(hit.status for hit in every).most_common(),
            targets={watch.id: watch.target for watch in installation.record.watches()},
            made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            **{name: getattr(words, name) for name in ("CHANNELS", "SELLERS", "VERDICTS")},
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
        "effect": words.effect,
        "moment": words.moment,
        "web_address": words.web_address,
        "spot": words.spot,
        "count": words.count,
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
    found = strongest(proofs.listed(installation.record.visits(hit.id)))
    secret = asset is None or asset.secrecy == "secret"
    return Entry(
        hit=hit,
        work=asset.shown if asset else hit.asset,
        party=party.names[0] if party else "",
        given_to=register.given_to(hit.asset),
        secret=secret,
        proofs=() if secret else tuple(shown(installation, hit, proof, desk) for proof in found),
    )


def strongest(listed: Sequence[Proof]) -> list[Proof]:
    """The best proof of each part; what another measure says of the same part adds nothing."""
    best: dict[str, Proof] = {}
    for proof in listed:
        best.setdefault(proof.evidence.part, proof)
    return list(best.values())[:PROOFS]


def shown(installation: Installation, hit: Hit, proof: Proof, desk: Blobs) -> Shown:
    """Both sides of a proof; ours is read from the original now."""
    evidence, captures = proof.evidence, installation.captures
    inner = proofs.member(proof, blobs=installation.blobs, captures=captures, desk=desk)
    page, data = inner or (proofs.there(proof), b"")
    drawn = fetched(installation, proof, page, data, desk) if isinstance(page, Image) else None
    if evidence.kind.startswith("names"):
        proof = replace(proof, names=proofs.named(evidence))
        theirs = drawn or side(page, [span for _, span in evidence.spans])
        return Shown(proof=proof, ours=None, theirs=theirs)
    mine = originals.content(installation.register, hit.asset, evidence.part, desk)
    try:
        spans = proofs.widened(evidence, mine, page)
        ours = picture(desk, mine.sha256) if isinstance(mine, Image) else None
        ours = ours or side(mine, [span for span, _ in spans])
    finally:
        if isinstance(mine, Image):
            desk.drop(mine.sha256)
    return Shown(proof=proof, ours=ours, theirs=drawn or side(page, [span for _, span in spans]))


def side(content: Content | None, spans: Sequence[Span]) -> Side | None:
    """A text, code or table with its marks."""
    return proofs.text_side(content, spans) if content else None


def fetched(
    installation: Installation, proof: Proof, image: Image, data: bytes, desk: Blobs
) -> Side | None:
    """The picture that was found, from the archive it lay in or from what was kept."""
    try:
        data = data or installation.captures.read(proof.seen.warc, image.sha256)
    except CopywatchError:
        return None
    digest = desk.put(data)
    try:
        return picture(desk, digest)
    finally:
        desk.drop(digest)


def picture(desk: Blobs, digest: str) -> Side | None:
    """The picture drawn anew and small, as a data URI."""
    try:
        drawn = thumbs.drawn(desk.path(digest), thumbs.LARGE)
    except Unreadable:
        return None
    return Side(picture=f"data:{thumbs.MEDIA_TYPE};base64,{base64.b64encode(drawn).decode()}")
