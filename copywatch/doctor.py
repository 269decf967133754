"""Checks an installation and says in plain words how it is and what to do."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from console import quarantine
from console.services import Check
from copywatch import config as configuration
from copywatch import telling
from copywatch.installation import Installation
from fingerprints import keys as register_keys
from fingerprints.errors import CopywatchError
from fingerprints.protect_parts import recipe
from hits.follow import lag

LOW = 2 * 2**30  # bytes free
NAMED = 5  # works that are named
Found = Iterator[Check]


def checks(installation: Installation) -> Iterator[Check]:
    """Every check in turn; one that fails does not stop the others."""
    for name, check in CHECKS.items():
        try:
            yield from check(installation)
        except CopywatchError as error:
            yield Check(name=name, state="bad", words=str(error))
        except OSError as error:
            yield Check(name=name, state="bad", words=f"{error.filename}: {error.strerror}")


def good(name: str, words: str) -> Check:
    """All is well."""
    return Check(name=name, state="good", words=words)


def _configuration(installation: Installation) -> Found:
    path = configuration.find(installation.home, Path.cwd())
    yield good("configuration", str(path) if path else "no copywatch.toml; the defaults hold")
    if not installation.config.crawl.contact:
        words = (
            "[crawl] contact is empty: set a URL at which site owners reach you. Many sites "
            "refuse crawlers that do not say who they are."
        )
        yield Check(name="contact", state="warn", words=words)


def _key(installation: Installation) -> Found:
    path = installation.home / register_keys.FILE
    keys = installation.keys
    if not path.exists():
        yield good("key", f"from the environment, id {keys.id}")
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        words = f"{path} can be read by others (mode {mode:o}): chmod 600 {path}"
        yield Check(name="key", state="bad", words=words)
    else:
        yield good("key", f"{path}, id {keys.id}; keep an export in a safe")


def _register(installation: Installation) -> Found:
    assets = installation.register.assets()
    if not assets:
        words = "nothing is protected yet: copywatch protect PATH"
        yield Check(name="register", state="warn", words=words)
        return
    damaged = installation.register.snapshot().verify()
    if damaged:
        words = (
            f"the snapshot is damaged ({', '.join(damaged)}): delete {installation.home}/snapshots"
        )
        yield Check(name="register", state="bad", words=words)
    else:
        yield good("register", f"{len(assets)} works; the snapshot's checksums hold")
    yield from _older(installation)


def _older(installation: Installation) -> Found:
    """Works that an earlier version read are watched by what it knew, and no more."""
    old = installation.register.read_before({recipe(), recipe(logo=True)})
    if old:
        more = f" and {len(old) - NAMED} more" if len(old) > NAMED else ""
        words = (
            f"{', '.join(old[:NAMED])}{more}: read by an earlier version, so what this one finds "
            "in addition is not found, and rows of their tables may not be watched. Run copywatch "
            "protect on the same files again."
        )
        yield Check(name="older works", state="warn", words=words)


def _record(installation: Installation) -> Found:
    record = installation.record
    yield good("record", f"{record.position()} changes, {record.pages.count()} pages seen")


def _quarantine(installation: Installation) -> Found:
    found = quarantine.check(installation.record, installation.register.assets())
    yield replace(found, name="quarantine")


def _pictures(installation: Installation) -> Found:
    name = "words in pictures"
    if installation.reads_words:
        yield good(name, "read and matched")
    else:
        yield good(name, "not read; [pictures] read_words = true turns it on")


def _index(installation: Installation) -> Found:
    name = f"index ({installation.config.index.use})"
    behind = lag(installation.record, installation.index)
    if behind.down:
        words = (
            f"lags by {behind.hits}: {behind.down} The record works on, and the index catches up "
            "by itself when it is back."
        )
        yield Check(name=name, state="bad", words=words)
    elif behind.hits:
        words = f"lags by {behind.hits}; `copywatch hits list` or the console lets it catch up"
        yield Check(name=name, state="warn", words=words)
    else:
        yield good(name, "up to date")


def _alerts(installation: Installation) -> Found:
    found = telling.targets(installation)
    for target in found.values():
        yield good(f"target {target.name}", target.shown)
    if not installation.config.alerts:
        words = "no [[alerts]] rule: nobody is told of hits. See copywatch.toml.example"
        yield Check(name="alerts", state="warn", words=words)
    failed = installation.record.outbox.counts().get("failed", 0)
    if failed:
        words = f"{failed} were given up: copywatch alerts pending, copywatch alerts retry"
        yield Check(name="messages", state="bad", words=words)


def _watches(installation: Installation) -> Found:
    for watch in installation.record.watches():
        if watch.health in {"weak", "broken"}:
            words = f"{watch.health}: {watch.health_words}"
            yield Check(name=f"watch {watch.target}", state="warn", words=words)


def _disk(installation: Installation) -> Found:
    free = shutil.disk_usage(installation.home).free
    words = f"{free / 2**30:.1f} GB free"
    yield Check(name="disk", state="warn" if free < LOW else "good", words=words)


CHECKS: dict[str, Callable[[Installation], Found]] = {
    "configuration": _configuration,
    "key": _key,
    "register": _register,
    "record": _record,
    "quarantine": _quarantine,
    "words in pictures": _pictures,
    "index": _index,
    "alerts": _alerts,
    "watches": _watches,
    "disk": _disk,
}
