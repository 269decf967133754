"""A crawl of one watch: a process of its own, taken up again where a killed one stopped."""

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

from copywatch import schedule
from copywatch.config import Crawl
from copywatch.installation import Installation
from copywatch.job import FILE, LOCK, Job
from copywatch.signals import undisturbed
from fingerprints.errors import ConfigurationError, CopywatchError
from hits.looked import Looked
from hits.watches import Health, Run, Watch

Tell = Callable[[Mapping[str, Any]], None]
LOG_LINES = 3
GRACE = 30.0  # seconds for a crawl to end in order
CUT_OFF = "This crawl was stopped before its end; the next one goes on with it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """How a crawl ended."""

    run: str
    looked: Looked
    resumed: bool
    loop_ms: Mapping[str, float]  # how late the event loop was: p50, p99, max
    failed: str = ""  # what went wrong, in a line


def crawl(
    installation: Installation, watch: Watch, tell: Tell, stop: Event | None = None
) -> Crawled:
    """Crawl a watch to its end, or until told to stop: then the next crawl goes on.

    Raises CopywatchError when it is being crawled already.
    """
    if not installation.register.assets():
        raise ConfigurationError("Nothing is protected yet: run `copywatch protect PATH` first.")
    record = installation.record
    stopped = unfinished(installation, watch)
    run = record.start_run(
        watch.id, datetime.now(UTC), spider=watch.spider, run=stopped.id if stopped else ""
    )
    went = sent(prepared(installation, watch, run), tell, stop)
    if went.reader:  # the place is made by software that has a better reader
        shutil.rmtree(went.job.folder, ignore_errors=True)
        watch = replace(watch, spider=went.reader)
        record.watch_save(watch)
        went = sent(prepared(installation, watch, run), tell, stop)
    code, job = went.code, went.job
    ended = record.run(run.id)
    looked = ended.looked if ended else Looked()
    whole = ended is not None and ended.state != "running"
    failed = "" if code == 0 else trouble(job.folder, code)
    if whole:
        shutil.rmtree(job.folder if code == 0 else job.blobs, ignore_errors=True)
    if whole or failed:
        settle(installation, watch, looked, failed)
    return Crawled(
        run=run.id,
        looked=looked,
        resumed=stopped is not None,
        loop_ms=went.loop_ms,
        failed=failed or ("" if whole else CUT_OFF),
    )


@dataclass(frozen=True, slots=True)
class Went:
    """How the process of a crawl went; `reader` names the spider that ought to read the place."""

    job: Job
    code: int
    reader: str
    loop_ms: Mapping[str, float]


def sent(job: Job, tell: Tell, stop: Event | None) -> Went:
    """Run a job in a process of its own, and hear what it says."""
    heard: dict[str, Any] = {}

    def hear(facts: Mapping[str, Any]) -> None:
        heard.update(facts)
        tell(facts)

    code = follow([sys.executable, "-m", "copywatch.crawler", str(job.write())], hear, stop)
    return Went(job, code, heard.get("reader", ""), heard.get("loop_ms", {}))


def unfinished(installation: Installation, watch: Watch) -> Run | None:
    """A run of this watch that was killed; one that is alive is refused."""
    for run in installation.record.runs(watch.id):
        folder = installation.home / "runs" / run.id
        if run.state != "running" or not (folder / FILE).exists():
            continue
        if locked(folder / LOCK):
            raise CopywatchError(f"{watch.target} is being crawled by another process")
        return run
    return None


def locked(path: Path) -> bool:
    """Whether a living process holds the lock."""
    if not path.exists():
        return False
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def prepared(installation: Installation, watch: Watch, run: Run) -> Job:
    """The job of this run."""
    section = installation.config.crawl
    args = dict(watch.args)
    allowed = [*section.allow, *args.pop("allow", ())]
    targets = tuple(args.pop("targets", ())) or (watch.target,)
    return Job(
        home=str(installation.home),
        run=run.id,
        watch=watch.id,
        spider=watch.spider,
        targets=targets,
        pages=watch.pages,
        snapshot=str(installation.register.publish()),
        first=run.first,
        new_assets=() if run.first else newcomers(installation, watch, run),
        revisit=known_pages(installation, watch),
        workers=section.workers,
        read_words=installation.reads_words,
        args=args,
        settings={
            **manners(section),
            "COPYWATCH_ALLOW": allowed,
            "COPYWATCH_HAND_OVER": True,
        },
    )


def manners(section: Crawl) -> dict[str, Any]:
    """The configuration in Scrapy's words."""
    return {
        "DOWNLOAD_DELAY": section.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": section.concurrency,
        "COPYWATCH_CONTACT": section.contact,
        "COPYWATCH_ALLOW": section.allow,
        "COPYWATCH_DAILY_PAGES": section.daily_pages,
        "COPYWATCH_GITHUB_API": section.github_api,
    }


def known_pages(installation: Installation, watch: Watch) -> tuple[str, ...]:
    """The pages of this watch's hits that were there at the last visit, newest first.

    Of a repository it is the front page; GitHub's pages are never asked for.
    """
    if watch.spider == "github":
        return ()
    hits = [hit for hit in installation.record.hits_of(watch=watch.id) if not hit.gone_at]
    hits.sort(key=lambda hit: hit.last_seen, reverse=True)
    urls = (
        f"{hit.url.partition('://')[0]}://{hit.place}" if hit.channel == "code" else hit.url
        for hit in hits
        if hit.url.startswith(("http://", "https://"))
    )
    return tuple(dict.fromkeys(urls))[: watch.pages]


def newcomers(installation: Installation, watch: Watch, run: Run) -> tuple[str, ...]:
    """Works protected since the last finished run: their first hits make one summary."""
    ended = [r for r in installation.record.runs(watch.id) if r.state == "finished" != r.id]
    last = max((r.started_at for r in ended if r.id != run.id), default="")
    register = installation.register
    return tuple(
        asset.id
        for asset in register.assets()
        if all(
            register.revisions(asset.id, part.name)[0][2] > last
            for part in register.parts(asset.id)
        )
    )


def follow(command: Sequence[str], tell: Tell, stop: Event | None = None) -> int:
    """Run the crawl's process and pass on its lines; whatever cuts this off ends it in order."""
    with undisturbed():
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own
    with process:
        assert process.stdout is not None
        if stop is not None:
            Thread(target=end_when, args=(stop, process), daemon=True).start()
        try:
            for line in process.stdout:
                if line.startswith("{"):
                    tell(json.loads(line))
        except BaseException:  # tidied up, and raised again
            process.terminate()
            raise
        return process.wait()


def end_when(stop: Event, process: subprocess.Popen[str]) -> None:
    """Ask the process to end when told to stop, and make it when it does not."""
    while process.poll() is None:
        if stop.wait(0.3):
            process.terminate()
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()


def trouble(folder: Path, code: int) -> str:
    """The last errors of the crawl's log, and where the whole of it lies."""
    log = folder / "crawl.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    errors = [line for line in lines if " ERROR: " in line or " CRITICAL: " in line][-LOG_LINES:]
    how = f"the crawl was killed by signal {-code}" if code < 0 else "the crawl met errors"
    said = "; ".join(line.split("] ", 1)[-1] for line in errors)
    return f"{how}{': ' + said if said else ''} ({log})"


def settle(installation: Installation, watch: Watch, looked: Looked, failed: str) -> None:
    """Write down how the watch is, and when it runs next."""
    now = datetime.now(UTC)
    health, words = condition(looked, failed)
    installation.record.watch_save(
        replace(
            watch,
            last_run=now.isoformat(timespec="seconds"),
            next_run=schedule.next_run(watch.every, watch.next_run, now),
            health=health,
            health_words=words,
        )
    )


def condition(looked: Looked, failed: str) -> tuple[Health, str]:
    """Well, weak (something could not be read) or broken (nothing could)."""
    refused = sum(looked.refused.values()) + sum(looked.failed.values())
    if failed:
        return "broken", failed[:300]
    if not looked.pages:
        reasons = [*looked.refused, *looked.failed]
        return "broken", reasons[0] if reasons else "no page could be read"
    if refused > looked.pages:
        return "weak", f"{refused} pages refused or failed, {looked.pages} read"
    return "well", ""
