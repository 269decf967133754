"""The optional asset.toml beside the works: strict, with errors that name file, key and choice."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from fingerprints.errors import ConfigurationError
from fingerprints.works import Asset, Registration, Right, Secrecy

FILE = "asset.toml"


def _plain(value: object) -> object:
    """TOML has dates and numbers where a text is wanted."""
    known = (int, float, dt.date)
    return str(value) if isinstance(value, known) and not isinstance(value, bool) else value


Word = Annotated[str, BeforeValidator(_plain)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Registration(_Strict):
    office: Word
    number: Word
    nice_class: Word = ""
    country: Word = ""
    expiry: Word = ""


class _Facts(_Strict):
    id: Annotated[str, Field(pattern=r"^\w[\w.-]{0,79}$")] | None = None
    title: Word | None = None
    code_name: Word | None = None
    right: Right | None = None
    owner: Word | None = None
    secrecy: Secrecy | None = None
    registrations: list[_Registration] | None = None
    search_words: list[Word] | None = None
    names: list[Word] | None = None
    slogans: list[Word] | None = None
    price_low: Annotated[float, Field(ge=0, strict=False)] | None = None
    price_high: Annotated[float, Field(ge=0, strict=False)] | None = None
    currency: Word | None = None
    url: Word | None = None


class _File(_Facts):
    files: dict[str, _Facts] = {}


ALLOWED = tuple(_Facts.model_fields)
OF_ONE_WORK = ("id", "title", "code_name", "names", "slogans", "registrations", "url")


@dataclass(frozen=True, slots=True)
class Facts:
    """What asset.toml says of the work in its folder, and of single files."""

    own: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def shared(self) -> dict[str, Any]:
        """What holds for every work in the folder when each file is one."""
        return {name: value for name, value in self.own.items() if name not in OF_ONE_WORK}


def read_facts(folder: Path) -> Facts:
    """The facts of a folder; none where there is no asset.toml."""
    path = folder / FILE
    try:
        fields = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Facts()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path} cannot be read as TOML: {error}"
        raise ConfigurationError(message) from error
    try:
        read = _File.model_validate(fields)
    except ValidationError as error:
        raise ConfigurationError(_told(path, error)) from error
    for name in read.files:
        if not (folder / name).is_file():
            message = f'{path}: [files."{name}"] names a file that is not there'
            raise ConfigurationError(message)
    return Facts(_given(read), {name: _given(facts) for name, facts in read.files.items()})


def _given(facts: _Facts) -> dict[str, Any]:
    """The fields that were written down, as an Asset wants them."""
    fields = facts.model_dump(exclude_none=True, exclude={"files"})
    if "registrations" in fields:
        fields["registrations"] = tuple(Registration(**one) for one in fields["registrations"])
    for name in ("search_words", "names", "slogans"):
        if name in fields:
            fields[name] = tuple(fields[name])
    return fields


def _told(path: Path, error: ValidationError) -> str:
    """The first error in words: where, what, and what would be right."""
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"])
    if first["type"] == "extra_forbidden":
        allowed = tuple(_Registration.model_fields) if "registrations" in first["loc"] else ALLOWED
        more = ", files" if len(first["loc"]) == 1 else ""
        return f"{path}: unknown key {where!r}. Allowed here: {', '.join(allowed)}{more}"
    if first["loc"][-1] == "id":
        return f"{path}: {where}: letters, digits, '.', '-' and '_' only, at most 80"
    return f"{path}: {where}: {first['msg']}"


def asset(id_: str, title: str, right: Right, *facts: dict[str, Any]) -> Asset:
    """An asset from its defaults and the facts given for it, the last one first in rank."""
    fields: dict[str, Any] = {"id": id_, "title": title, "right": right}
    for given in facts:
        fields.update(given)
    return Asset(**fields)
