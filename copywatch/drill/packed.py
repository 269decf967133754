"""A text in a file that must be opened: archives and a PDF."""

import io
import random
import tarfile
import zipfile

from copywatch import pdf
from copywatch.drill import filler
from copywatch.drill.disguise import Disguised
from fingerprints.read.languages import LANGUAGES

_DAY = (2020, 1, 1, 0, 0, 0)
_SUFFIX = {name: end for end, name in reversed(LANGUAGES.items())}


def file_name(stem: str, language: str) -> str:
    """A name with the suffix of the language; .txt for prose."""
    return f"{stem}{_SUFFIX.get(language, '.txt')}"


def plain(body: str, language: str, _chance: random.Random) -> Disguised:
    """The file as it is."""
    return Disguised(body.encode(), file_name("page", language))


def zipped(body: str, language: str, chance: random.Random) -> Disguised:
    """A zip archive with a note beside the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _members(body, language, chance):
            archive.writestr(zipfile.ZipInfo(name, _DAY), text, zipfile.ZIP_DEFLATED)
    return Disguised(out.getvalue(), "page.zip")


def tarred(body: str, language: str, chance: random.Random) -> Disguised:
    """A tar archive with a note beside the file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, text in _members(body, language, chance):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return Disguised(out.getvalue(), "page.tar")


def printed(body: str, language: str, _chance: random.Random) -> Disguised:
    """A PDF of many pages: code line by line, prose wrapped."""
    data = pdf.listing(body) if language else pdf.document(body)
    return Disguised(data, "page.pdf")


def _members(body: str, language: str, chance: random.Random) -> tuple[tuple[str, bytes], ...]:
    return (
        ("stuff/README.txt", filler.talk(chance, 4).encode()),
        (f"stuff/{file_name('part', language)}", body.encode()),
    )
