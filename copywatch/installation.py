"""One installation: its home, its configuration, and its rooms, each opened when first wanted."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from copywatch import config as configuration
from copywatch.config import Config, secret
from copywatch.pool import Desk
from fingerprints import image_text
from fingerprints import keys as register_keys
from fingerprints.blobs import Blobs
from fingerprints.errors import ConfigurationError
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.register import Register
from hits.captures import Captures
from hits.flood import Limits
from hits.index import Index
from hits.index_sqlite import SqliteIndex
from hits.look_index import LookIndex
from hits.record import Record

HOME = "COPYWATCH_HOME"


def home_of(given: Path | None) -> Path:
    """The home: as given, else from the environment, else in the user's own folder."""
    return (
        (given or Path(os.environ.get(HOME) or Path.home() / ".copywatch")).expanduser().absolute()
    )


@dataclass
class Installation:
    """Opens each room once; close it when done. Not shared between threads."""

    home: Path
    config: Config
    made_key: bool = field(default=False, init=False)

    @classmethod
    def at(cls, home: Path | None = None) -> "Installation":
        """The installation in a home, with the configuration that applies there."""
        folder = home_of(home)
        if folder.exists() and not folder.is_dir():
            raise ConfigurationError(f"{folder} is a file; --home wants a folder")
        return cls(folder, configuration.read(configuration.find(folder, Path.cwd())))

    @cached_property
    def keys(self) -> Keys:
        """The register key; made on first use, never beside a register that wants another."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        found, self.made_key = register_keys.of_home(self.home)
        return found

    @cached_property
    def register(self) -> Register:
        return Register(self.home, self.keys)

    @cached_property
    def record(self) -> Record:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = secret(self.config.record.url) or f"sqlite:///{self.home / 'record.db'}"
        section = self.config.quarantine
        return Record.open(url, self.keys, Limits(section.hits, section.hours))

    @cached_property
    def index(self) -> Index:
        section = self.config.index
        if section.use == "sqlite":
            return SqliteIndex(self.home / "index.db")
        from hits.index_elastic import ElasticIndex  # noqa: PLC0415  # slow, and seldom wanted

        return ElasticIndex.connect(
            secret(section.url),
            alias=section.name,
            api_key=secret(section.api_key),
            user=section.user,
            password=secret(section.password),
            ca_certs=section.ca_certs,
        )

    @cached_property
    def look_index(self) -> LookIndex:
        return LookIndex(self.home / "seen", self.record.database)

    @cached_property
    def blobs(self) -> Blobs:
        return Blobs(self.home / "blobs")

    @cached_property
    def captures(self) -> Captures:
        return Captures(self.home / "captures", self.keys)

    @property
    def context(self) -> Context:
        return Context(self.keys, self.blobs)

    def desk(self, blobs: Blobs | None = None) -> Desk:
        """What matching workers open: the newest snapshot, and where fresh bodies lie."""
        folder = (blobs or self.blobs).root
        return Desk(self.register.publish(), folder, self.keys, read_words=self.reads_words)

    @property
    def reads_words(self) -> bool:
        """Whether words in pictures are read; ConfigurationError where the reader is missing."""
        if self.config.pictures.read_words:
            image_text.check()
        return self.config.pictures.read_words

    @property
    def public_url(self) -> str:
        """How people reach the console."""
        section = self.config.console
        return section.public_url.rstrip("/") or f"http://{section.host}:{section.port}"

    def close(self) -> None:
        """Close what was opened."""
        for name in ("register", "record", "index"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
