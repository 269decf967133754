"""Opens an archive of any registry and turns its files into plain text by language."""

import gzip
import io
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree, html

from benchmarks.archives import Archive
from benchmarks.text.roff import plain

LARGEST = 400_000  # bytes of a file that is opened at all
SUFFIXES = {
    **dict.fromkeys((".py", ".pyx"), "python"),
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx"), "javascript"),
    ".java": "java",
    **dict.fromkeys((".c", ".h"), "c"),
    ".go": "go",
    **dict.fromkeys(
        [
            ".ts",
            ".tsx",
            ".css",
            ".scss",
            ".less",
            ".php",
            ".rb",
            ".rs",
            ".pl",
            ".pm",
            ".sh",
            ".sql",
            ".lua",
            ".tcl",
            ".kt",
            ".scala",
            ".cpp",
            ".cc",
            ".hpp",
            ".m4",
            ".cmake",
            ".vue",
            ".svelte",
            ".y",
            ".groovy",
            ".proto",
            ".thrift",
            ".R",
            ".m",
            ".S",
            ".ml",
            ".el",
            ".vim",
        ],
        "other",
    ),
    **dict.fromkeys((".md", ".rst", ".txt", ".html", ".htm", ".adoc"), "prose"),
}
PAPERS = re.compile(
    r"^(readme|changelog|changes|history|news|licen[cs]e|copying|notice|authors|contributing"
    r"|metadata|copyright)\b",
    re.IGNORECASE,
)
MANUAL = re.compile(r"share/man/(?:([a-z]{2}(?:_[A-Z]{2})?)/)?man[1-8]/[^/]+\.[1-8][a-z]*\.gz$")
TONGUE = re.compile(
    r"(?:[-/.](?:doc-html-|doc-|help-|manuals-)?|/)(de|fr|pl|es|it|nl|pt-?br|ru|ja|zh)\b"
)
BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "tr", "pre", "br", "div", "dt", "dd")
CPLUSPLUS = re.compile(rb"^\s*(class|namespace|template)\b", re.MULTILINE)


def members(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file worth opening, tar files inside opened too."""
    path = archive.path
    if archive.kind in {"wheel", "maven"}:
        with zipfile.ZipFile(path) as opened:
            for info in opened.infolist():
                if not info.is_dir() and info.file_size <= LARGEST and wanted(info.filename):
                    yield info.filename, opened.read(info)
    elif archive.kind == "deb":
        unpacked = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", str(path)], capture_output=True, check=True
        )
        yield from _tar(unpacked.stdout)
    else:
        yield from _tar(path.read_bytes())


def _tar(body: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(body)) as opened:
        for info in opened:
            inside = re.search(r"\.tar(\.[a-z0-9]+)?$|\.tgz$", info.name)
            small = info.size <= LARGEST and wanted(info.name)
            if not info.isfile() or not (small or inside):
                continue
            file = opened.extractfile(info)
            assert file is not None
            if inside:
                yield from _tar(file.read())
            else:
                yield info.name, file.read()


def wanted(name: str) -> bool:
    """Whether a file's name promises code or prose."""
    path = PurePosixPath(name)
    known = path.suffix in SUFFIXES or PAPERS.match(path.name) or MANUAL.search(name)
    return bool(known) or name.endswith((".md.gz", ".txt.gz", "changelog.gz"))


def read(archive: Archive, name: str, raw: bytes) -> tuple[str, str] | None:
    """(language, text) of a file; None when it is no text."""
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    text = text.replace("\r\n", "\n")
    manual = MANUAL.search(name)
    if manual:
        return f"prose:{(manual[1] or 'en').lower().replace('_', '')}", plain(text)
    path = PurePosixPath(name.removesuffix(".gz"))
    language = "prose" if PAPERS.match(path.name) else SUFFIXES.get(path.suffix, "prose")
    if language == "c" and path.suffix == ".h" and CPLUSPLUS.search(raw):
        language = "other"
    if language != "prose":
        return language, text
    if path.suffix in {".html", ".htm"}:
        text = _words(text)
    return f"prose:{tongue(archive.name, name)}", text


def tongue(package: str, name: str) -> str:
    """The language a package or path names; English when neither does."""
    found = TONGUE.search(f"-{package}".rsplit("/", 1)[-1]) or TONGUE.search(f"/{name}".lower())
    return found[1].replace("-", "") if found else "en"


def _words(page: str) -> str:
    """The text of a web page, one line for each block."""
    try:
        root = html.document_fromstring(page.encode())
    except etree.LxmlError:  # empty, or nothing but a comment
        return ""
    etree.strip_elements(root, "script", "style", "nav", "head", with_tail=False)
    for element in root.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
    text = "".join(map(str, root.itertext()))
    return re.sub(r"[ \t]+", " ", re.sub(r"\s*\n\s*\n\s*", "\n\n", text)).strip()
