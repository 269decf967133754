"""One crawl as it is handed to its process: plain JSON in the folder of its run."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = "job.json"
LOCK = "lock"  # held by the process that crawls


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything a crawl needs to know; secrets stay in the home and the environment."""

    home: str
    run: str
    watch: str
    spider: str
    targets: tuple[str, ...]
    pages: int
    snapshot: str
    first: bool = False  # the first run of this watch: one summary, no single alerts
    new_assets: tuple[str, ...] = ()  # works that this watch meets for the first time
    revisit: tuple[str, ...] = ()  # pages of known hits, asked for if the crawl does not meet them
    workers: int = 0
    read_words: bool = False  # that stand in pictures
    feed: str = ""  # write the sightings there instead of matching them
    args: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)  # of Scrapy, over spiders/settings.py

    @property
    def folder(self) -> Path:
        """Where the run keeps its job and its frontier."""
        return Path(self.home) / "runs" / self.run

    @property
    def frontier(self) -> Path:
        """The run's pending and finished requests."""
        return self.folder / "frontier.db"

    @property
    def blobs(self) -> Path:
        """The bodies that the run fetched, until they are recorded."""
        return self.folder / "blobs"

    def write(self) -> Path:
        """Put the job into its folder, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / FILE
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)
        return path


def read(path: Path) -> Job:
    """The job that was written there."""
    values = json.loads(path.read_text(encoding="utf-8"))
    lists = {name: tuple(values[name]) for name in ("targets", "new_assets", "revisit")}
    return Job(**{**values, **lists})
