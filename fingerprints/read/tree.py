"""Walks a folder: what git ignores and what others wrote is left out, and said."""

import contextlib
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pathspec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from fingerprints.errors import Unreadable
from fingerprints.read import limits
from fingerprints.wordset import wordset

VENDORED = wordset(
    "node_modules bower_components vendor third_party third-party thirdparty external extern deps "
    ".venv venv env site-packages dist build target out bin obj .tox .nox .eggs __pycache__ "
    ".gradle .idea .vscode .terraform .next .nuxt Pods Carthage .cargo .bundle jspm_packages "
    "__pypackages__ .mypy_cache .pytest_cache .ruff_cache coverage htmlcov"
)
METADATA = wordset(".git .hg .svn .bzr CVS")
LOCKS = wordset(
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml poetry.lock pipfile.lock "
    "uv.lock pdm.lock cargo.lock gemfile.lock composer.lock go.sum packages.lock.json mix.lock "
    "pubspec.lock podfile.lock flake.lock bun.lockb gradle.lockfile"
)
OWN = frozenset({"asset.toml", ".ds_store", "thumbs.db", "desktop.ini", ".gitignore"})
BUNDLE = re.compile(r"[.-]min\.(js|css|mjs)$|\.bundle\.js$|\.(map|pyc|pyo|class|o|obj|so|dll|exe)$")
MINIFIED_LINE = 1_000  # characters: the mean line of a bundle is far longer
MINIFIED_SUFFIXES = frozenset({".js", ".mjs", ".cjs", ".css"})


@dataclass(slots=True)
class Skipped:
    """What was left out of a folder, by posix path, and why."""

    paths: dict[str, str] = field(default_factory=dict)


def tree(root: Path, skipped: Skipped | None = None, own: Path | None = None) -> Iterator[Path]:
    """The files below a folder in a stable order; symbolic links and `own` are never entered."""
    told = skipped if skipped is not None else Skipped()
    for count, path in enumerate(_walk(root, root, (), told, own), start=1):
        if count > limits.TREE_FILES:
            message = f"more than {limits.TREE_FILES:,} files: protect its folders one by one"
            raise Unreadable(message)
        yield path


Rules = tuple[tuple[Path, pathspec.GitIgnoreSpec], ...]


def _walk(
    folder: Path, root: Path, rules: Rules, skipped: Skipped, own: Path | None
) -> Iterator[Path]:
    rules = rules + _rules(folder)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        skipped.paths[_relative(folder, root)] = f"cannot be opened: {error.strerror}"
        return
    for entry in entries:
        path = Path(entry.path)
        if reason := _place_reason(path, root, own) or _reason(entry, path, rules):
            if entry.name.casefold() not in OWN:
                skipped.paths[printable(_relative(path, root))] = reason
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root, rules, skipped, own)
        else:
            yield path


def printable(name: str) -> str:
    """A file name that can be printed and stored, whatever bytes it has on disk."""
    return os.fsencode(name).decode("utf-8", "replace")


def _place_reason(path: Path, root: Path, own: Path | None) -> str:
    if path == own:
        return "Copywatch's own folder"
    if len(path.parts) - len(root.parts) > limits.TREE_DEPTH:
        return f"more than {limits.TREE_DEPTH} folders deep"
    if printable(path.name) != path.name:
        return "its name is not valid UTF-8: rename it"
    return ""


def _reason(entry: "os.DirEntry[str]", path: Path, rules: Rules) -> str:
    """Why this entry is left out; empty when it is read."""
    if entry.is_symlink():
        return "a symbolic link"
    folder = entry.is_dir(follow_symlinks=False)
    if folder and entry.name in METADATA:
        return "the version control's own folder"
    if _ignored(path, rules, folder=folder):
        return "ignored by .gitignore"
    if folder:
        return "code of others or built files" if entry.name in VENDORED else ""
    if not entry.is_file(follow_symlinks=False):
        return "not a regular file"
    return _file_reason(entry.name.casefold(), path)


def _file_reason(name: str, path: Path) -> str:
    if name in OWN:
        return "not a work"
    if name in LOCKS:
        return "a lock file"
    if BUNDLE.search(name):
        return "a built or minified file"
    if PurePosixPath(name).suffix in MINIFIED_SUFFIXES and _minified(path):
        return "a built or minified file"
    return ""


def _minified(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(20_000)
    except OSError:
        return False
    return len(head) > 5 * MINIFIED_LINE and len(head) / (head.count(b"\n") + 1) > MINIFIED_LINE


def _rules(folder: Path) -> Rules:
    try:
        lines = (folder / ".gitignore").read_text("utf-8", "replace").splitlines()[:10_000]
    except OSError:
        return ()
    return ((folder, pathspec.GitIgnoreSpec([p for line in lines for p in _pattern(line)])),)


def _pattern(line: str) -> Iterator[GitIgnoreSpecPattern]:
    """The pattern of a line; what git would not understand either is left out."""
    if line.count("*") - 2 * line.count("**/") > limits.WILDCARDS:
        return
    with warnings.catch_warnings(), contextlib.suppress(ValueError, re.error):
        warnings.simplefilter("ignore", FutureWarning)  # of sets inside sets
        yield from pathspec.GitIgnoreSpec.from_lines([line]).patterns


def _ignored(path: Path, rules: Rules, *, folder: bool) -> bool:
    """The nearest .gitignore that says anything decides, as git does."""
    for base, spec in reversed(rules):
        name = _relative(path, base) + ("/" if folder else "")
        verdict = spec.check_file(name).include
        if verdict is not None:
            return bool(verdict)
    return False


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
