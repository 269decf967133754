"""Watches with their health, and what each run looked at."""

from dataclasses import dataclass

from starlette.responses import Response

from console import errors, inbox
from console.visit import Visit
from hits.watches import Run, Watch

RUNS = 100
HEALTH = {
    "new": ("", "not run yet"),
    "well": ("good", "well"),
    "weak": ("warn", "weak"),
    "broken": ("bad", "broken"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One line of the list."""

    watch: Watch
    run: Run | None
    tone: str
    health: str
    why: str


def listed(visit: Visit) -> Response:
    """Every watch."""
    watches = [_watched(visit, watch) for watch in visit.services.record.watches()]
    return visit.page("watches.html", watches=watches)


def _watched(visit: Visit, watch: Watch) -> Watched:
    runs = visit.services.record.runs(watch.id, limit=1)
    tone, health = HEALTH[watch.health]
    return Watched(
        watch=watch,
        run=runs[0] if runs else None,
        tone=tone,
        health=health,
        why=watch.health_words,
    )


def runs(visit: Visit) -> Response:
    """The newest runs of all watches, scans too."""
    record = visit.services.record
    targets = {watch.id: watch.target for watch in record.watches()}
    return visit.page("runs.html", runs=record.runs(limit=RUNS), targets=targets)


def run(visit: Visit) -> Response:
    """What one run looked at."""
    found = visit.services.record.run(visit.part("run"))
    if found is None:
        raise errors.not_here("This run")
    watch = visit.services.record.watch(found.watch)
    target = watch.target if watch else (found.spider or "A scan")
    return visit.page("run.html", run=found, target=target, names=inbox.asset_names(visit))
