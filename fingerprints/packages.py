"""Which public packages lie below a folder: each file belongs to the nearest one above it.

A package is told by what it ships: package.json, METADATA or PKG-INFO, pom.xml, MANIFEST.MF,
go.mod or Cargo.toml; where nothing tells, by the folder that was named.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

LONGEST = 100  # characters of an origin
HEAD = 200_000  # characters of a manifest that are read
_INFO = re.compile(r"^(.+)\.(dist-info|egg-info)$")
_FIELD = re.compile(r"^(Name|Version):\s*(\S.*)$", re.MULTILINE)
_TITLE = re.compile(r"^(Bundle-SymbolicName|Implementation-Title):\s*([^;\s]+)", re.MULTILINE)
_NUMBER = re.compile(r"^(Bundle-Version|Implementation-Version):\s*(\S+)", re.MULTILINE)
_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
_TOML = re.compile(r'^(name|version)\s*=\s*"([^"\n]+)"', re.MULTILINE)
_PARENT = re.compile(r"<(parent|dependencies|build|profiles)>.*?</\1>", re.DOTALL)
_XML = re.compile(r"<(artifactId|version)>\s*([^<\s]+)\s*</\1>")


def cleaned(name: str) -> str:
    """An origin that can be shown and stored, whatever a package says of itself."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST].strip()


def _npm(text: str) -> tuple[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    values = (found.get("name"), found.get("version"))
    name, version = (value if isinstance(value, str) else "" for value in values)
    return name, version


def _python(text: str) -> tuple[str, str]:
    found = dict(reversed(_FIELD.findall(text.split("\n\n", 1)[0].replace("\r", ""))))
    return found.get("Name", ""), found.get("Version", "")


def _maven(text: str) -> tuple[str, str]:
    found = dict(reversed(_XML.findall(_PARENT.sub("", text))))
    return found.get("artifactId", ""), found.get("version", "")


def _jar(text: str) -> tuple[str, str]:
    title, number = _TITLE.search(text), _NUMBER.search(text)
    return (title[2] if title else ""), (number[2] if number else "")


def _go(text: str) -> tuple[str, str]:
    found = _MODULE.search(text)
    return (found[1] if found else ""), ""


def _rust(text: str) -> tuple[str, str]:
    found = dict(reversed(_TOML.findall(text)))
    return found.get("name", ""), found.get("version", "")


MANIFESTS: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "package.json": _npm,
    "metadata": _python,
    "pkg-info": _python,
    "pom.xml": _maven,
    "manifest.mf": _jar,
    "go.mod": _go,
    "cargo.toml": _rust,
}


def is_manifest(name: str) -> bool:
    """Whether a file may say which package it belongs to."""
    return PurePosixPath(name).name.casefold() in MANIFESTS


def packages(manifests: Mapping[str, str], lists: Mapping[str, str]) -> dict[str, str]:
    """The origin of each folder or file that a manifest speaks for, by posix path.

    `manifests` and `lists` (the RECORD of a Python package, which names its files) by path.
    """
    found: dict[str, str] = {}
    for path, text in sorted(manifests.items()):
        place = PurePosixPath(path)
        name, version = MANIFESTS[place.name.casefold()](text[:HEAD])
        origin = cleaned(f"{name} {version or _version(place)}")
        if not name or not origin:
            continue
        info = _INFO.match(place.parent.name)
        root = place.parent
        if place.parent.name.casefold() == "meta-inf":
            root = place.parent.parent
        found.setdefault(str(root), origin)
        if info:
            for file in _listed(lists.get(str(place.parent / "RECORD"), "")):
                found.setdefault(str(place.parent.parent / file), origin)
    return found


def _version(place: PurePosixPath) -> str:
    """Of a folder of the Go cache: NAME@VERSION."""
    return place.parent.name.partition("@")[2] if place.name == "go.mod" else ""


def _listed(record: str) -> Iterable[str]:
    """The files that a Python package installed, each with its checksum."""
    for line in record.splitlines():
        file = line.rsplit(",", 2)[0].strip('"')
        if file and not file.startswith(("/", "..")):
            yield file


def origin_of(path: str, found: Mapping[str, str], otherwise: str) -> str:
    """The package of a file: its own entry, else that of the nearest folder above it."""
    place = PurePosixPath(path)
    return next(
        (found[str(one)] for one in (place, *place.parents) if str(one) in found), otherwise
    )
