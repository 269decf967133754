"""Real text for the negatives: sentences of pinned registry archives, each with its place."""

import hashlib
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.common import package
from benchmarks.names.disguise import pieces

HERE = Path(__file__).parent
READ = (".po", ".md", ".rst", ".txt", ".html", "/METADATA")
LARGEST = 3_000_000  # bytes of one file
LONG = (12, 400)  # characters of a sentence
LANGUAGES = ("en", "de", "fr", "es", "ru", "it", "pl", "pt", "nl", "uk", "el")
_QUOTED = re.compile(r'^(?:msg(?:str|id)(?:\[\d\])? )?"(.+)"$', re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(\S.*\S)[ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"(?:^|/|[-_.])([a-z]{2})(?:[_-][A-Za-z]{2,4})?(?:/LC_MESSAGES|\.po$|/)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of real text: where it stands, in characters of the decoded file."""

    archive: str
    file: str
    offset: int
    text: str
    language: str = ""

    @property
    def sha256(self) -> str:
        """Of the sentence in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def archives() -> dict[str, dict[str, str]]:
    """What archives.toml pins, by project."""
    return tomllib.loads((HERE / "archives.toml").read_text(encoding="utf-8"))


@cache
def fetched(name: str) -> Path:
    """The archive on this disk, fetched from the registry once; another checksum is an error."""
    facts = archives()[name]
    wanted = f"{name}=={facts['version']}"
    return package("names", wanted, facts["file"], facts["sha256"], "--only-binary", ":all:")


@cache
def texts(name: str) -> dict[str, str]:
    """The readable files of an archive, by path."""
    found = {}
    with zipfile.ZipFile(fetched(name)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(READ) and entry.file_size <= LARGEST:
                text = archive.read(entry).decode("utf-8", "replace")
                if "\ufffd" not in text:
                    found[entry.filename] = text
    return found


def sentences(name: str) -> Iterator[Sentence]:
    """All sentences of an archive in the languages that are read, each text once."""
    seen: set[str] = set()
    for path, text in sorted(texts(name).items()):
        catalogue = path.endswith(".po")
        told = _LANGUAGE.search(path)
        language = told[1] if catalogue and told else "en"
        if language not in LANGUAGES:
            continue
        for found in (_QUOTED if catalogue else _LINE).finditer(text):
            sentence = found[1][: LONG[1]]
            if len(sentence) >= LONG[0] and sentence not in seen:
                seen.add(sentence)
                yield Sentence(name, path, found.start(1), sentence, language)


def at(archive: str, file: str, offset: int, length: int) -> str:
    """The text at a place, to be compared with its checksum."""
    return texts(archive)[file][offset : offset + length]


@cache
def vocabulary() -> set[str]:
    """Every word of all archives, in lower case."""
    return {word for name in archives() for s in sentences(name) for word in pieces(s.text)}
