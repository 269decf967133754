"""`copywatch demo`: the main job in a minute, with the same functions as every other command."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.app import build
from copywatch.cli.output import bar, line, say
from copywatch.crawl import crawl
from copywatch.demo import works
from copywatch.demo.home import configure, fresh
from copywatch.demo.receivers import Receivers, receivers
from copywatch.demo.shown import alerts_left, command, end, hit_lines, hit_table, verdict_on
from copywatch.demo.world import World, world
from copywatch.follow import after
from copywatch.installation import Installation
from copywatch.serve import listening, serve
from copywatch.services import services
from copywatch.targets import watch_of
from fingerprints import vendors
from fingerprints.blobs import Blobs
from fingerprints.errors import ConfigurationError
from fingerprints.protect import Request, protect
from hits.looked import Looked

HOST, PORT = "127.0.0.1", 8420
PAGES = 120


def run(home: Path | None, *, once: bool, as_json: bool, serve_console: bool) -> int:
    """Show the whole job; 0 when every copy was found and nobody innocent was accused."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(fresh(home))
        around = stack.enter_context(world())
        inbox = stack.enter_context(receivers())
        bound = _console_socket()
        stack.callback(bound.close)
        console = "http://{}:{}".format(*bound.getsockname()[:2])
        configure(folder, around.allow, inbox.targets, console)
        installation = Installation.at(folder)
        stack.callback(installation.close)
        wrong = _show(installation, around, inbox, as_json=as_json)
        if serve_console and not once:
            token = installation.record.sessions.login_link("admin", datetime.now(UTC))
            web = build(services(installation, console))
            link = f"{console}/login/{token}  (stop with Ctrl-C)"
            with contextlib.suppress(KeyboardInterrupt):  # the way out of a demo
                serve(web, bound, folder, started=lambda: say(end(link, folder)))
        else:
            say(end(f"{command()} --home {folder} serve", folder))
    return 1 if wrong else 0


def _console_socket() -> Any:
    try:
        return listening(HOST, PORT)
    except ConfigurationError:
        return listening(HOST, 0)


def _show(installation: Installation, around: World, inbox: Receivers, *, as_json: bool) -> bool:
    say(f"A small invented world runs on this machine: {', '.join(around.targets)}")
    _protect(installation)
    failed = [_watch(installation, target) for target in around.targets]
    around.next_day()
    say("\nA day later. The shop has a new listing:")
    failed.append(_watch(installation, around.targets[0]))
    hits = sorted(installation.record.hits_of(), key=lambda hit: (-hit.risk, hit.url))
    if as_json:
        for facts in hit_lines(installation, hits):
            line(facts)
    else:
        hit_table(installation, hits)
    alerts_left(inbox)
    mistakes = verdict_on(around, hits)
    return any(failed) or mistakes


def _protect(installation: Installation) -> None:
    """Works of every kind, and who was given them."""
    made = works.write(installation.home / "works")
    requests = (
        Request(paths=(made.pictures,), each=True, owner="Quellmark"),
        Request(paths=made.single, names=made.names, slogans=made.slogans, owner="Quellmark"),
    )
    with _bar("fingerprinting") as step:
        reports = [protect(request, installation.register, step) for request in requests]
    vendors.save(vendors.plan(made.vendors, installation.register), installation.register)
    found = [work for report in reports for work in report.assets]
    say(f"Protected {len(found)} works: {', '.join(work.shown for work in found)}")


@contextlib.contextmanager
def _bar(what: str) -> Iterator[Any]:
    with bar(what) as progress:
        task = progress.task_ids[0]
        yield lambda said, done, total: progress.update(
            task, completed=done, total=total, description=said
        )


def _watch(installation: Installation, target: str) -> bool:
    """One crawl, as `copywatch watch` does it; True when it failed."""
    with tempfile.TemporaryDirectory(prefix="copywatch-") as scratch:
        wanted = watch_of(target, "day", PAGES, Blobs(Path(scratch)))
    record = installation.record
    if record.watch(wanted.id) is None:
        record.watch_save(wanted)
    watch = record.watch(wanted.id) or wanted
    with bar(f"reading {target}") as progress:

        def tell(_facts: Mapping[str, Any]) -> None:
            progress.advance(progress.task_ids[0])

        done = crawl(installation, watch, tell)
    say(f"\n{target}\n{_indented(done.looked)}")
    if done.failed:
        say(done.failed)
    for text in after(installation):
        say(text)
    return bool(done.failed)


def _indented(looked: Looked) -> str:
    return "\n".join(f"  {text}" for text in looked.words().splitlines())
