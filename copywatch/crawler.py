"""The process of one crawl: Scrapy, the matching pool and the record, until the run is over."""

import fcntl
import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from copywatch import job as jobs
from copywatch.frontier import Frontier
from copywatch.installation import Installation
from copywatch.job import Job
from copywatch.runs import total

SWITCH = 0.0005  # seconds before a thread that reads a page lets the event loop go on (5 ms is
# Python's own; the loop would lose as much at each call into the system)


def settings(job: Job) -> Settings:
    """The project's settings, the run's own, and the one pipeline."""
    chosen = Settings()
    chosen.setmodule("spiders.settings", priority="project")
    ours: Mapping[str, Any] = {
        "COPYWATCH_STATE": str(Path(job.home) / "state"),
        "LOG_FILE": str(job.folder / "crawl.log"),
        "LOG_LEVEL": "INFO",
        "LOG_FORMATTER": "copywatch.quiet.QuietFormatter",
        **(reading(job) if job.feed else matching(job, chosen)),
        **job.settings,
    }
    for name, value in ours.items():
        chosen.set(name, value, priority="cmdline")
    return chosen


def matching(job: Job, chosen: Settings) -> Mapping[str, Any]:
    """What makes hits of sightings, and a killed crawl go on."""
    return {
        "COPYWATCH_BLOBS": str(job.blobs),
        "COPYWATCH_JOB": str(job.folder / jobs.FILE),
        "COPYWATCH_FRONTIER": str(job.frontier),
        "SCHEDULER": "copywatch.frontier.ResumingScheduler",
        "ITEM_PIPELINES": {"copywatch.pipeline.Matching": 500},
        "SPIDER_MIDDLEWARES": {
            **chosen.getdict("SPIDER_MIDDLEWARES"),
            "copywatch.frontier.Finished": 1000,
        },
        "EXTENSIONS": {
            **chosen.getdict("EXTENSIONS"),
            "copywatch.pulse.Pulse": 0,
            "copywatch.returns.Returns": 0,
        },
        "DOWNLOADER_MIDDLEWARES": {
            **chosen.getdict("DOWNLOADER_MIDDLEWARES"),
            "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
            "copywatch.revisit.Revisits": 900,
        },
        "HTTPCACHE_ENABLED": True,
        "HTTPCACHE_DIR": str(Path(job.home) / "revisits"),
        "HTTPCACHE_POLICY": "copywatch.revisit.AskAlways",
        "HTTPCACHE_STORAGE": "copywatch.revisit.SealedAnswers",
        "COPYWATCH_HOME": job.home,
    }


def reading(job: Job) -> Mapping[str, Any]:
    """Sightings into a file, and no more."""
    return {
        "COPYWATCH_BLOBS": str(Path(job.home) / "blobs"),
        "FEEDS": {job.feed: {"format": "jsonlines", "encoding": "utf-8"}},
    }


def run(job: Job) -> int:
    """Crawl to the end; 0 when every line was matched and recorded."""
    process = AsyncCrawlerProcess(settings(job))
    crawler = process.create_crawler(job.spider)
    process.crawl(crawler, targets=list(job.targets), pages=job.pages, **job.args)
    process.start()
    assert crawler.stats is not None
    errors = int(crawler.stats.get_value("log_count/ERROR", 0))
    reader = crawler.stats.get_value("copywatch/reader")
    if reader:
        sys.stdout.write(json.dumps({"reader": reader}) + "\n")
    elif not job.feed:
        finish(job, stopped=crawler.stats.get_value("finish_reason") != "finished")
    return 1 if errors else 0


def finish(job: Job, *, stopped: bool) -> None:
    """Add up what the pages gave and end the run, so that its summary may leave."""
    installation = Installation.at(Path(job.home))
    record = installation.record
    frontier = Frontier(job.frontier)
    try:
        looked = total(record, job.run, frontier)
        if stopped:
            record.save_run(job.run, looked, datetime.now(UTC))
        else:
            record.finish_run(job.run, looked, datetime.now(UTC))
    finally:
        frontier.close()
        installation.close()


def main(arguments: list[str]) -> int:
    """Take the job file, hold its lock, crawl."""
    job = jobs.read(Path(arguments[0]))
    with (job.folder / jobs.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        logging.captureWarnings(capture=True)
        sys.setswitchinterval(SWITCH)
        return run(job)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
