"""Reads who was given what: parties and disclosures from xlsx, csv and toml, strictly."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fingerprints.columns import Recognised, recognise, several, sheets_of
from fingerprints.dates import iso_date
from fingerprints.errors import ConfigurationError
from fingerprints.parties import fold_company, host_of
from fingerprints.protect_plan import slug
from fingerprints.register import Register
from fingerprints.vendors_words import DISCLOSURE_WORDS, PARTY_WORDS
from fingerprints.works import Disclosure, Party

TOLD = 20  # errors at most
OWN_TO_PARTIES = {"country", "domains", "subcontractor_of"}
PARTY_KEYS = ("id", "names", "aliases", "country", "domains", "subcontractor_of")
DISCLOSURE_KEYS = ("asset", "party", "revision", "date", "contract", "clause", "ended")
Line = tuple[str, Mapping[str, str]]  # where it stands, its fields


@dataclass(frozen=True, slots=True)
class Vendors:
    """What a file says, checked against the register and against itself; nothing is saved yet."""

    parties: tuple[Party, ...]
    disclosures: tuple[Disclosure, ...]
    columns: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lines:
    parties: list[Line] = field(default_factory=list)
    disclosures: list[Line] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def plan(path: Path, register: Register) -> Vendors:
    """Understand a file; every error is told with its row, and then nothing is taken."""
    lines = _toml(path) if path.suffix.casefold() == ".toml" else _tables(path)
    errors: list[str] = []
    parties = _parties(lines.parties, register.parties(), errors)
    find = _finder([*parties, *register.parties()])
    parties = [_under(party, find, errors) for party in parties]
    disclosures = _disclosures(lines.disclosures, find, _assets(register), errors)
    if errors:
        more = f"\n... and {len(errors) - TOLD} more" if len(errors) > TOLD else ""
        message = f"{path}: nothing was imported.\n" + "\n".join(errors[:TOLD]) + more
        raise ConfigurationError(message)
    if not parties and not disclosures:
        message = f"{path} holds no row with a vendor or with what was given."
        raise ConfigurationError(message)
    return Vendors(tuple(parties), tuple(disclosures), lines.columns, tuple(lines.unknown))


def save(vendors: Vendors, register: Register) -> int:
    """Store what was planned; how many rows are new or changed."""
    return register.save_parties(vendors.parties, vendors.disclosures)


# -- files to lines ---------------------------------------------------------------------------


def _tables(path: Path) -> _Lines:
    lines = _Lines()
    for sheet, rows in sheets_of(path):
        given = recognise(sheet, rows, DISCLOSURE_WORDS, ("asset",))
        given = given if given and {"asset", "party"} <= set(given.columns.values()) else None
        known = recognise(sheet, rows, PARTY_WORDS, ("names",))
        if known and (not given or OWN_TO_PARTIES & set(known.columns.values())):
            lines.parties += _numbered(known)
            lines.columns |= known.columns
        if given:
            lines.disclosures += _numbered(given)
            lines.columns |= given.columns
        lines.unknown += _unused(known, given)
    if not lines.columns:
        message = (
            f"{path}: no header row was recognised. A list of vendors needs a column Name (or "
            "Vendor, Supplier); a list of what was given needs the columns Asset and Recipient."
        )
        raise ConfigurationError(message)
    return lines


def _numbered(table: Recognised) -> Iterator[Line]:
    for number, values in table.rows:
        yield (f"sheet {table.sheet}, row {number}" if table.sheet else f"row {number}"), values


def _unused(known: Recognised | None, given: Recognised | None) -> list[str]:
    """Headers that neither reading could use."""
    readings = [reading for reading in (known, given) if reading]
    if not readings:
        return []
    return [name for name in readings[0].unknown if all(name in r.unknown for r in readings)]


def _toml(path: Path) -> _Lines:
    try:
        fields = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path} cannot be read as TOML: {error}"
        raise ConfigurationError(message) from error
    if extra := set(fields) - {"party", "disclosure"}:
        message = f"{path}: unknown key {min(extra)!r}. Allowed: [[party]], [[disclosure]]"
        raise ConfigurationError(message)
    return _Lines(
        [_entry(path, "party", n, e, PARTY_KEYS) for n, e in _entries(path, fields, "party")],
        [
            _entry(path, "disclosure", n, e, DISCLOSURE_KEYS)
            for n, e in _entries(path, fields, "disclosure")
        ],
    )


def _entries(path: Path, fields: Mapping[str, Any], sort: str) -> Iterator[tuple[int, Any]]:
    listed = fields.get(sort, [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        message = f"{path}: write each as [[{sort}]]"
        raise ConfigurationError(message)
    yield from enumerate(listed, start=1)


def _entry(
    path: Path, sort: str, number: int, entry: Mapping[str, Any], allowed: Sequence[str]
) -> Line:
    """An entry as a row of texts; a list becomes lines."""
    if extra := set(entry) - set(allowed):
        message = (
            f"{path}: unknown key {min(extra)!r} in [[{sort}]] number {number}. "
            f"Allowed: {', '.join(allowed)}"
        )
        raise ConfigurationError(message)
    texts = {
        key: "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in entry.items()
    }
    both = "\n".join(filter(None, (texts.get("names"), texts.pop("aliases", ""))))
    return f"[[{sort}]] number {number}", texts | ({"names": both} if both else {})


# -- lines to values --------------------------------------------------------------------------


def _parties(lines: Iterable[Line], known: Sequence[Party], errors: list[str]) -> list[Party]:
    """The parties of the file; rows of the same one are joined, an id is kept once given."""
    ids = {fold_company(name): party.id for party in known for name in party.names}
    found: dict[str, Party] = {}
    for where, cells in lines:
        names = several(cells.get("names", ""))
        if not names:
            errors.append(f"{where}: the vendor has no name")
            continue
        id_ = cells.get("id") or ids.get(fold_company(names[0])) or slug(names[0])
        ids.setdefault(fold_company(names[0]), id_)
        party = Party(
            id=id_,
            names=names,
            country=cells.get("country", ""),
            domains=_domains(cells.get("domains", ""), where, errors),
            subcontractor_of=cells.get("subcontractor_of", ""),
        )
        found[id_] = _joined(found[id_], party) if id_ in found else party
    return list(found.values())


def _domains(cell: str, where: str, errors: list[str]) -> tuple[str, ...]:
    hosts = tuple(host_of(domain) for domain in several(cell.replace(",", ";")))
    errors.extend(
        f"{where}: {host!r} is no domain (write vendor.example)"
        for host in hosts
        if "." not in host
    )
    return hosts


def _joined(one: Party, other: Party) -> Party:
    return replace(
        one,
        names=tuple(dict.fromkeys(one.names + other.names)),
        country=one.country or other.country,
        domains=tuple(dict.fromkeys(one.domains + other.domains)),
        subcontractor_of=one.subcontractor_of or other.subcontractor_of,
    )


def _finder(parties: Sequence[Party]) -> Callable[[str], str]:
    """From an id or any name of a party to its id; empty for a stranger."""
    table: dict[str, str] = {}
    for party in parties:
        for name in (party.id, *party.names):
            table.setdefault(fold_company(name), party.id)
    return lambda name: table.get(fold_company(name), "")


def _under(party: Party, find: Callable[[str], str], errors: list[str]) -> Party:
    if not party.subcontractor_of:
        return party
    above = find(party.subcontractor_of)
    if not above or above == party.id:
        errors.append(
            f"{party.names[0]}: subcontractor of {party.subcontractor_of!r}, who is not listed"
        )
    return replace(party, subcontractor_of=above)


def _assets(register: Register) -> dict[str, str]:
    """Ids, titles and code names to ids."""
    table: dict[str, str] = {}
    for asset in register.assets():
        for name in (asset.id, asset.title, asset.code_name):
            if name:
                table.setdefault(name.casefold().strip(), asset.id)
    return table


def _disclosures(
    lines: Iterable[Line],
    find: Callable[[str], str],
    assets: Mapping[str, str],
    errors: list[str],
) -> list[Disclosure]:
    found = []
    for where, cells in lines:
        asset = assets.get(cells.get("asset", "").casefold())
        party = find(cells.get("party", "").split("\n")[0])
        if not asset:
            errors.append(_missing(where, "work", cells.get("asset", ""), "protect it first"))
        if not party:
            told = "add it to the list of vendors"
            errors.append(_missing(where, "recipient", cells.get("party", ""), told))
        date = iso_date(cells.get("date", ""), where, errors)
        ended = iso_date(cells.get("ended", ""), where, errors)
        rest = {key: cells.get(key, "") for key in ("revision", "contract", "clause")}
        found.append(Disclosure(asset=asset or "", party=party, date=date, ended=ended, **rest))
    return found


def _missing(where: str, what: str, written: str, remedy: str) -> str:
    if not written:
        return f"{where}: the {what} is missing"
    return f"{where}: the {what} {written!r} is not known: {remedy}"
