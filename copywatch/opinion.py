"""For hits on code: was the page's program made from ours, or does it solve the same task?

It reads both sides when a person asks (`copywatch why`). It makes no hit and changes no score.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from console import proofs
from console.proofs import Proof
from copywatch.installation import Installation
from fingerprints import code_sketch, originals
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Text
from fingerprints.streams import STREAMS
from hits.hit import Hit
from matcher.resemblance import Resemblance, resemblance

TEXTUAL = {
    name.partition("@")[0] for name in (code_sketch.NAME, *(stream.name for stream in STREAMS))
}
MOST = 20  # programs of one hit: a leaked tree may have thousands


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the two programs of one piece of evidence say."""

    asset: str
    part: str
    where: str
    resembles: Resemblance

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; it quotes neither side."""
        reasons = [asdict(reason) for reason in self.resembles.reasons]
        found = {"asset": self.asset, "part": self.part, "where": self.where}
        return {**found, "probability": round(self.resembles.probability, 4), "reasons": reasons}


def opinions(installation: Installation, hits: Iterable[Hit]) -> tuple[Opinion, ...]:
    """One for each program seen in full, with the protected one it shares most with."""
    desk = Blobs(installation.home / "desk")
    return tuple(opinion for hit in hits for opinion in _of_hit(installation, hit, desk))


def _of_hit(installation: Installation, hit: Hit, desk: Blobs) -> Iterator[Opinion]:
    listed = proofs.listed(installation.record.visits(hit.id))
    for proof in _paired([proof for proof in listed if _texts(proof)])[:MOST]:
        evidence = proof.evidence
        theirs = _found(installation, proof, desk)
        if not isinstance(theirs, Code | Text):
            continue
        ours = originals.content(installation.register, hit.asset, evidence.part, desk)
        found = resemblance(ours.body, theirs.body) if isinstance(ours, Code) else None
        if found:
            yield Opinion(hit.asset, evidence.part, evidence.where, found)


def _paired(strongest_first: list[Proof]) -> list[Proof]:
    """Where a part and a text that was seen share most with each other, not with a third."""
    parts, places, found = set(), set(), []
    for proof in strongest_first:
        place = (proof.evidence.where, *proof.evidence.unwrapped)
        if proof.evidence.part not in parts and place not in places:
            found.append(proof)
        parts.add(proof.evidence.part)
        places.add(place)
    return found


def _texts(proof: Proof) -> bool:
    return proof.evidence.kind.partition("@")[0] in TEXTUAL


def _found(installation: Installation, proof: Proof, desk: Blobs) -> Content | None:
    """The text that was seen; None where it had to be decoded first, or is not kept."""
    captures = installation.captures
    inner = proofs.member(proof, blobs=installation.blobs, captures=captures, desk=desk)
    if inner:
        return inner[0]
    return None if proof.evidence.unwrapped else proofs.there(proof)
