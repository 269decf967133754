"""What the demo prints: its hits, the alerts that left, and whether it was right."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from copywatch.cli.output import err, say, table
from copywatch.demo.receivers import Receivers
from copywatch.demo.world import World
from copywatch.installation import Installation
from copywatch.shown import evidence_json
from hits.hit import Hit

END = """
Look at the hits in a browser: {link}

Your own works, three commands:
  {command} protect /path/to/your/works
  {command} watch https://a-shop-you-suspect.example
  {command} serve

(This demo lies in {home} and may be deleted.)"""


def end(look: str, home: Path) -> str:
    """The last words: where to look, and how to go on with one's own works."""
    return END.format(link=look, command=command(), home=home)


def command() -> str:
    """What a person types here: the bare name only where the shell finds it."""
    called = Path(sys.argv[0])
    found = shutil.which("copywatch")
    if called.name != "copywatch" or (found and Path(found).samefile(called)):
        return "copywatch"
    near = Path.cwd() in called.absolute().parents
    return str(called.absolute().relative_to(Path.cwd())) if near else str(called)


def hit_lines(installation: Installation, hits: Sequence[Hit]) -> Iterator[dict[str, Any]]:
    """One object for each hit, with the keys of DESIGN.md section 8."""
    for hit in hits:
        match = installation.record.match(hit.id)
        rows = installation.record.outbox.of_hit(hit.id)
        yield {
            "url": hit.url,
            "place": hit.place,
            "channel": hit.channel,
            "asset": hit.asset,
            "status": hit.status,
            "score": round(hit.score, 4),
            "risk": hit.risk,
            "evidence": [evidence_json(proof) for proof in match.evidence] if match else [],
            "alerts": [
                {"target": row.target, "rule": row.rule, "state": row.state, "sent_at": row.sent_at}
                for row in rows
            ],
        }


def hit_table(installation: Installation, hits: Sequence[Hit]) -> None:
    """Risk, place, work and one sentence for each hit; it fits 80 columns."""
    titles = {asset.id: asset.shown for asset in installation.register.assets()}
    parties = {party.id: party.names[0] for party in installation.register.parties()}
    rows = []
    for hit in hits:
        channel, path = hit.channel.replace("_", " "), hit.place.partition("/")[2]
        known = f"; known party: {parties[hit.party]}" if hit.party else ""
        status = f" ({hit.status})" if hit.status != "open" else ""
        work = titles.get(hit.asset, hit.asset)
        told = f"{hit.sentence}{known}{status}"
        rows.append([str(hit.risk), f"{path}\n{channel}", f"{work}\n{told}"])
    table(f"{len(hits)} hits", ["risk", "where", "work and why"], rows)


def alerts_left(inbox: Receivers) -> None:
    """The alerts that arrived: subjects, and the last one whole."""
    say(f"\n{len(inbox.arrived)} alerts left:")
    for one in inbox.arrived:
        say(f"  {one.by}: {one.subject}")
    if inbox.arrived:
        err.rule("the last of them")
        say(inbox.arrived[-1].body)
        err.rule()


def verdict_on(around: World, hits: Sequence[Hit]) -> bool:
    """Compare with what is true of this world; True when something is wrong."""
    truths = {truth.place: truth for truth in around.truths}
    found = {(hit.place, hit.asset) for hit in hits}
    true = {(place, asset) for place, truth in truths.items() for asset in truth.assets}
    missed, accused = sorted(true - found), sorted(found - true)
    innocent = sum(not truth.assets for truth in truths.values())
    blamed, right = len({place for place, _ in accused}), len(true & found)
    say(f"\nOf {len(true)} copies at {len(truths) - innocent} places {right} were found.")
    say(f"Of {innocent} innocent places {blamed} were accused.")
    say(f"The inner network that a page points at was asked {len(around.knocks)} times.")
    for place, asset in missed:
        say(f"  missed: {asset} at {place}")
    for place, asset in accused:
        say(f"  wrong: {asset} at {place}")
    return bool(missed or accused or around.knocks)
