"""Whether everything does its work, in plain words."""

from collections.abc import Iterator, Mapping

from starlette.responses import Response

from console import quarantine, words
from console.services import Check
from console.visit import Visit
from hits.follow import Lag

RANKS = ("good", "warn", "bad")


def show(visit: Visit) -> Response:
    """The record's own checks, then those that the wiring knows."""
    own = {check.name.casefold(): check for check in _own(visit)}
    known = [check for check in visit.services.checks() if _adds(check, own)]
    for check in known:
        own.pop(_about(check), None)
    return visit.page("health.html", checks=[*own.values(), *known], version=visit.services.version)


def _adds(check: Check, own: Mapping[str, Check]) -> bool:
    """Whether the wiring tells of another thing than those told here, or of a worse state."""
    mine = own.get(_about(check))
    return mine is None or RANKS.index(check.state) > RANKS.index(mine.state)


def _about(check: Check) -> str:
    return check.name.casefold().split(" ")[0]


def _own(visit: Visit) -> Iterator[Check]:
    record = visit.services.record
    yield _index(visit.services.lag())
    with visit.services.register() as register:
        assets = register.assets()
    yield _register(len(assets))
    yield quarantine.check(record, assets)
    broken = [watch for watch in record.watches() if watch.health == "broken"]
    if broken:
        what = f"{words.count(len(broken), 'watch', 'watches')} read nothing useful any more."
        yield Check(name="Watches", state="bad", words=f"{what} See the list of watches.")
    else:
        count = words.count(len(record.watches()), "watch", "watches")
        yield Check(name="Watches", state="good", words=f"{count}, none of them broken.")
    yield Check(
        name="Pages seen", state="good", words=words.count(record.pages.count(), "page") + "."
    )


def _index(lag: Lag) -> Check:
    if lag.down:
        return Check(name="Index", state="bad", words=f"{lag.down} The inbox works without it.")
    if lag.hits:
        said = f"The index lags by {lag.hits:,}; it catches up by itself."
        return Check(name="Index", state="warn", words=said)
    return Check(name="Index", state="good", words="Search and counts are up to date.")


def _register(count: int) -> Check:
    if not count:
        return Check(name="Register", state="warn", words="Nothing is protected yet.")
    said = f"{words.count(count, 'protected work')}; the register key fits."
    return Check(name="Register", state="good", words=said)
