"""Runs one spider alone, as `scrapy crawl NAME -O out.jsonl` does, against software on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, File, Image, Text
from spiders.sighting import Sighting, read_sighting
from tests.servers.process import ROOT


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl gave: sightings, and what could not be seen."""

    sightings: list[Sighting]
    unseen: list[dict[str, Any]]
    blobs: Blobs
    log: str

    @property
    def places(self) -> set[str]:
        return {sighting.place for sighting in self.sightings}

    @property
    def contents(self) -> list[Content]:
        return [content for sighting in self.sightings for content in sighting.contents]

    def files(self) -> dict[str, bytes]:
        """Each content's bytes by where it was; a place seen twice fails."""
        found: dict[str, bytes] = {}
        for content in self.contents:
            assert content.where not in found, f"{content.where} was read twice"
            found[content.where] = self.data(content)
        return found

    def data(self, content: Content) -> bytes:
        if isinstance(content, Text | Code):
            return content.body.encode()
        assert isinstance(content, Image | File)
        return self.blobs.get(content.sha256)


def crawl(
    spider: str,
    targets: Sequence[str],
    folder: Path,
    *,
    allow: Sequence[str],
    pages: int = 1000,
    settings: Mapping[str, str] = {},
) -> Crawled:
    """Crawl as fast as loopback bears; a traceback or an error in the log fails the test."""
    out, blobs = folder / f"{spider}.jsonl", folder / "blobs"
    values = {
        "COPYWATCH_ALLOW": ",".join(allow),
        "COPYWATCH_BLOBS": str(blobs),
        "DOWNLOAD_DELAY": "0",
        "DOWNLOAD_DELAY_JITTER": "0",
        **settings,
    }
    arguments = [sys.executable, "-m", "scrapy", "crawl", spider, "-O", str(out)]
    arguments += ["-a", f"targets={' '.join(targets)}", "-a", f"pages={pages}"]
    for name, value in values.items():
        arguments += ["-s", f"{name}={value}"]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "spiders.settings"}
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for sign in ("Traceback", "] ERROR:", "] CRITICAL:"):
        assert sign not in done.stderr, done.stderr[-3000:]
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    return Crawled(
        sightings=[read_sighting(line) for line in lines if line["type"] == "sighting"],
        unseen=[line for line in lines if line["type"] == "unseen"],
        blobs=Blobs(blobs),
        log=done.stderr,
    )
