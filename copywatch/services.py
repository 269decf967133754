"""What the console may use, from the rooms of an installation."""

import asyncio
import contextlib
from collections.abc import Sequence

from console.services import Check, Services
from copywatch import __version__
from copywatch.doctor import checks
from copywatch.follow import after
from copywatch.installation import Installation
from copywatch.pool import Pool
from copywatch.saving import Saver
from fingerprints import originals
from fingerprints.blobs import Blobs
from fingerprints.content import Content
from fingerprints.register import Register
from hits.follow import Lag, catch_up
from hits.follow import lag as lag_of
from hits.index import IndexDown
from spiders.sighting import Sighting


def services(installation: Installation, public_url: str) -> Services:
    """Everything the console is given. Each call that needs the register opens it itself."""
    home, keys = installation.home, installation.keys
    desk = Blobs(home / "desk")

    def protected(asset: str, part: str) -> Content | None:
        with Register(home, keys) as register:
            return originals.content(register, asset, part, desk)

    def suspect(sighting: Sighting) -> Sequence[str]:
        mine = Installation.at(home)
        try:
            return add_suspect(mine, sighting)
        finally:
            mine.close()

    def checked() -> Sequence[Check]:
        mine = Installation.at(home)
        try:
            return tuple(checks(mine))
        finally:
            mine.close()

    return Services(
        record=installation.record,
        index=installation.index,
        register=lambda: Register(home, keys),
        blobs=installation.blobs,
        desk=desk,
        captures=installation.captures,
        public_url=public_url,
        add_suspect=suspect,
        protected_content=protected,
        lag=lambda: lag(installation),
        checks=checked,
        version=__version__,
    )


def lag(installation: Installation) -> Lag:
    """Let the index follow, and say how many changes it still misses."""
    with contextlib.suppress(IndexDown):
        return Lag(catch_up(installation.record, installation.index))
    return lag_of(installation.record, installation.index)


def add_suspect(installation: Installation, sighting: Sighting) -> list[str]:
    """Match what a person brought, record it, and return the ids of its hits."""
    with Pool(installation.desk(), workers=1) as pool:
        examined = asyncio.run(pool.examine(sighting.contents, sighting.title))
    saver = Saver(installation)
    judged = saver.take(sighting, examined)
    saver.finish()
    for _ in after(installation):
        continue  # index and messages follow; what they could not do waits in the outbox
    return list(judged.hits)
