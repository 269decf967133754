"""The proofs of a hit: what stands on our side, what on the page, and what is shared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from console import marks, words
from console.visit import Visit
from fingerprints.content import Code, Content, Image, Table, Text
from hits.hit import Hit, Seen
from matcher.match import Evidence, Span

LISTED = 40
PRIVATE = {"sha256", "distance", "threshold", "light", "colour"}  # facts for machines
DETAILS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: a picture's address, or a text with marks."""

    picture: str = ""
    lines: Sequence[marks.Line] = ()
    rest: int = 0
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence; `fill` adds the sides of the one that is looked at."""

    number: int
    seen: Seen
    evidence: Evidence
    href: str = ""
    mine: Side | None = None
    theirs: Side | None = None
    names: str = ""

    @property
    def kind(self) -> str:
        """In words."""
        return words.kind(self.evidence.kind)

    @property
    def pictures(self) -> bool:
        """Whether both sides are pictures."""
        return self.evidence.kind.startswith("image")

    @property
    def details(self) -> list[tuple[str, str]]:
        """What the matcher noted, where it can be read."""
        plain = [
            (name, f"{value:.3g}" if isinstance(value, float) else str(value))
            for name, value in self.evidence.details.items()
            if isinstance(value, str | int | float) and name not in PRIVATE and value != ""
        ]
        return plain[:DETAILS]


def listed(visits: Iterable[Seen]) -> list[Proof]:
    """The strongest evidence for each pair of part and place, strongest first."""
    best: dict[tuple[str, str, str], tuple[Seen, Evidence]] = {}
    for seen in visits:
        for evidence in seen.match.evidence:
            key = (evidence.kind, evidence.part, evidence.where)
            if key not in best or evidence.score > best[key][1].score:
                best[key] = (seen, evidence)
    ranked = sorted(best.values(), key=lambda pair: -pair[1].score)
    return [Proof(number=n, seen=s, evidence=e) for n, (s, e) in enumerate(ranked)]


def fill(visit: Visit, hit: Hit, proof: Proof) -> Proof:
    """Read both sides; the protected one comes from the original, at this moment only."""
    evidence = proof.evidence
    if evidence.kind.startswith("names"):
        return replace(proof, names=_name(evidence), theirs=_theirs(hit, proof))
    mine = visit.services.protected_content(hit.asset, evidence.part)
    return replace(proof, mine=_mine(hit, proof, mine), theirs=_theirs(hit, proof))


def _name(evidence: Evidence) -> str:
    return str(evidence.details.get("name") or evidence.part.partition(":")[2] or evidence.part)


def _mine(hit: Hit, proof: Proof, content: Content | None) -> Side | None:
    if content is None:
        return None
    if proof.pictures:
        query = urlencode({"part": proof.evidence.part})
        return Side(picture=f"/works/{quote(hit.asset)}/picture?{query}")
    return _text(content, [ours for ours, _ in proof.evidence.spans])


def _theirs(hit: Hit, proof: Proof) -> Side | None:
    content = _there(proof)
    if content is None:
        return None
    if isinstance(content, Image):
        return Side(picture=f"/hits/{hit.id}/pictures/{content.sha256}")
    return _text(content, [theirs for _, theirs in proof.evidence.spans])


def _there(proof: Proof) -> Content | None:
    """The content of the page that the evidence speaks of."""
    where, image = proof.evidence.where, proof.pictures
    named = proof.evidence.details.get("sha256")
    contents = [c for c in proof.seen.sighting.contents if isinstance(c, Image) == image]
    for content in contents:
        if content.where == where or (isinstance(content, Image) and content.sha256 == named):
            return content
    return contents[0] if len(contents) == 1 else None


def _text(content: Content, spans: Sequence[Span]) -> Side | None:
    if isinstance(content, Table):
        body = "\n".join("\t".join(row) for row in content.rows)
    elif isinstance(content, Text | Code):
        body = content.body
    else:
        return None
    marked = marks.mark(body, spans)
    return Side(lines=marked.lines, rest=marked.rest, code=not isinstance(content, Text))


def linked(proof: Proof, hit: Hit, query: str) -> Proof:
    """The proof with the address that shows it."""
    joint = "&" if query else "?"
    return replace(proof, href=f"/hits/{hit.id}{query}{joint}proof={proof.number}")
