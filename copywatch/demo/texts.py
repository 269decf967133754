"""The demo's own writing, read from the files beside this one."""

from collections.abc import Iterator
from importlib import resources
from importlib.metadata import PackageNotFoundError, distribution

FILES = resources.files("copywatch.demo") / "files"
STORED_AS = ".txt"  # sample sources carry it, so that no tool takes them for ours


def text(name: str) -> str:
    """One text, by its path below `files`."""
    return FILES.joinpath(name).read_text(encoding="utf-8")


def tree(name: str) -> dict[str, str]:
    """A folder of texts by their paths."""
    return dict(sorted(_walk(FILES.joinpath(name), "")))


def _walk(folder: resources.abc.Traversable, above: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        path = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, f"{path}/")
        else:
            yield path.removesuffix(STORED_AS), entry.read_text(encoding="utf-8")


def section(name: str, title: str) -> str:
    """The paragraph under one heading of a text."""
    after = text(name).partition(f"## {title}\n")[2]
    return " ".join(after.partition("\n## ")[0].split())


def licence() -> str:
    """A well-known licence, as a library that runs here carries it."""
    for package, path in (("scrapy", "licenses/LICENSE"), ("scrapy", "LICENSE")):
        try:
            found = distribution(package).read_text(path)
        except PackageNotFoundError:
            found = None
        if found:
            return found
    return "Permission is hereby granted, free of charge, to any person obtaining a copy.\n"
