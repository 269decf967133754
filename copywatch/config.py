"""The configuration: one TOML file, read once, checked whole, passed on as plain values."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from fingerprints.errors import ConfigurationError
from hits.flood import HITS, HOURS

FILE = "copywatch.toml"
SECRETS = {"targets", "index", "record"}  # sections whose values are never printed


class Section(BaseModel):
    """A table of the file; an unknown key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Owner(Section):
    """Who is authorised everywhere."""

    domains: list[str] = []
    sellers: list[str] = []
    code_owners: list[str] = []


class Crawl(Section):
    """How politely and how far a crawl goes. Delays are seconds, sizes MiB."""

    contact: str = ""
    pages: int = Field(default=200, ge=1, le=1_000_000)
    delay: float = Field(default=1.0, ge=0)
    concurrency: int = Field(default=1, ge=1, le=16)
    daily_pages: int = Field(default=5000, ge=1)
    workers: int = Field(default=0, ge=0, le=64)  # 0: one for each processor, four at most
    allow: list[str] = []  # exact "host:port" of own servers at private addresses
    forbidden: list[str] = []  # sites that ship disabled and stay so
    github_api: str = "https://api.github.com"


class Pictures(Section):
    """What more is done with pictures than to compare them."""

    read_words: bool = False  # .1 to 2 s of the processor for each


class IndexSection(Section):
    """Which engine answers searches."""

    use: Literal["sqlite", "elasticsearch"] = "sqlite"
    url: str = "http://127.0.0.1:9200"
    name: str = "copywatch"
    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_certs: str = ""


class RecordSection(Section):
    """Where the record lies; empty means SQLite in the home."""

    url: str = ""


class Quarantine(Section):
    """When a fingerprint floods: so many new hits within so many hours rest on it."""

    hits: int = Field(default=HITS, ge=5, le=100_000)
    hours: int = Field(default=HOURS, ge=1, le=720)


class Seen(Section):
    """How long pages that were seen are kept."""

    keep_days: int = Field(default=730, ge=0)  # after the last visit; 0: for ever


class Console(Section):
    """Where the console listens and how people reach it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8420, ge=0, le=65535)
    public_url: str = ""


class RuleSection(Section):
    """Who must know about which hits; an empty list means all."""

    name: str
    targets: list[str]
    assets: list[str] = []
    kinds: list[str] = []
    channels: list[str] = []
    countries: list[str] = []
    sellers: list[str] = []
    min_risk: int = Field(default=0, ge=0, le=100)
    on: list[Literal["first", "returned"]] = ["first", "returned"]
    digest: Literal["none", "hourly", "daily"] = "none"


class Config(Section):
    """The whole file."""

    owner: Owner = Owner()
    crawl: Crawl = Crawl()
    pictures: Pictures = Pictures()
    index: IndexSection = IndexSection()
    record: RecordSection = RecordSection()
    quarantine: Quarantine = Quarantine()
    seen: Seen = Seen()
    console: Console = Console()
    targets: dict[str, str] = {}
    alerts: list[RuleSection] = []


def find(home: Path, current: Path) -> Path | None:
    """The file in the home, else in the current folder, else none."""
    return next((path for path in (home / FILE, current / FILE) if path.exists()), None)


def read(path: Path | None) -> Config:
    """Read the file, or the defaults; ConfigurationError names file, key and what is allowed."""
    if path is None:
        return Config()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not a TOML file: {error}") from error
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(explain(path, error)) from error
    missing = {name for rule in config.alerts for name in rule.targets} - config.targets.keys()
    if missing:
        raise ConfigurationError(
            f"{path}: [[alerts]] names unknown targets {', '.join(sorted(missing))}; "
            f"[targets] has {', '.join(sorted(config.targets)) or 'none'}"
        )
    return config


def explain(path: Path, error: ValidationError) -> str:
    """One line for each problem: file, key, what is wrong, what is allowed."""
    lines = []
    for problem in error.errors():
        key = ".".join(str(step) for step in problem["loc"])
        if problem["type"] == "extra_forbidden":
            lines.append(
                f"{path}: unknown key {key!r}; allowed: {', '.join(allowed(problem['loc']))}"
            )
        else:
            lines.append(f"{path}: {key}: {problem['msg']}{given(problem)}")
    return "\n".join(lines)


def given(problem: ErrorDetails) -> str:
    """The wrong value, where it can be no secret."""
    if str(problem["loc"][0]) in SECRETS:
        return f", not a {type(problem['input']).__name__}"
    return f", not {problem['input']!r}"


def allowed(location: tuple[int | str, ...]) -> list[str]:
    """The keys that the table around an unknown key may have."""
    section: type[BaseModel] = Config
    for step in location[:-1]:
        if not isinstance(step, str):
            continue
        annotation: Any = section.model_fields[step].annotation
        inner = getattr(annotation, "__args__", (annotation,))[-1]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            section = inner
    return sorted(section.model_fields)


def secret(value: str, environment: dict[str, str] | None = None) -> str:
    """A value as written, or from the environment where it says "env:NAME"."""
    if not value.startswith("env:"):
        return value
    name = value.removeprefix("env:")
    found = (os.environ if environment is None else environment).get(name)
    if found is None:
        raise ConfigurationError(
            f"the environment variable {name} is not set ({value} asks for it)"
        )
    return found
