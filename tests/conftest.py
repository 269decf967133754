"""Shares the tests out among processes: what starts the same costly thing stays together."""

from collections.abc import Iterable

import pytest

MARKS = ("elastic", "postgres")  # one server for all that carry the mark
TOGETHER = ("tests/journeys/", "tests/console/")  # one company, one home for the folder
TIMED = (  # these measure time, and never meet each other
    "tests/matcher/test_hostile.py",
    "tests/matcher/test_unwrap.py",
    "tests/matcher/test_resemblance.py",
    "tests/fingerprints/test_bounded.py",
    "tests/fingerprints/test_fold.py",
    "tests/fingerprints/test_image_open.py",
    "tests/fingerprints/test_image_table.py",
    "tests/fingerprints/test_lexer.py",
    "tests/e2e/test_loop.py",
)
LONGEST = ("tests/e2e/test_elastic", "tests/hits/", "tests/e2e/", "tests/demo/", "tests/copywatch/",
           "tests/journeys/", "tests/console/", "tests/live/")  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test, and begin with the folders that take long."""
    for item in items:
        file = item.nodeid.split("::")[0]
        marks = [mark.name for mark in item.iter_markers()]
        item.add_marker(pytest.mark.xdist_group(group(file, marks)))
    items.sort(key=lambda item: late(item.nodeid))


def group(file: str, marks: Iterable[str]) -> str:
    """Tests of one group run in one process, one after the other."""
    for mark in MARKS:
        if mark in marks:
            return mark
    if file in TIMED:
        return "timed"
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def late(file: str) -> int:
    """Where its folder stands among those that take long; the rest comes last."""
    return next((at for at, start in enumerate(LONGEST) if file.startswith(start)), len(LONGEST))
