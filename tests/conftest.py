"""Shares the tests out between processes: what starts the same costly thing stays together."""

from collections.abc import Callable

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.elastic.nodes import VERSIONS

ELASTIC = ("tests/hits/test_elastic.py", "tests/e2e/test_elastic.py")
TOGETHER = ("tests/journeys/", "tests/console/")  # one company, one home for the folder
TIMED = (  # these measure time, and never meet each other
    "tests/matcher/test_hostile.py",
    "tests/matcher/test_unwrap.py",
    "tests/matcher/test_resemblance.py",
    "tests/fingerprints/test_bounded.py",
    "tests/fingerprints/test_fold.py",
    "tests/fingerprints/test_image_open.py",
    "tests/fingerprints/test_image_table.py",
    "tests/fingerprints/test_odd_pictures.py",
    "tests/fingerprints/test_lexer.py",
    "tests/e2e/test_loop.py",
)
LONGEST = ("tests/e2e/test_elastic", "tests/hits/", "tests/e2e/", "tests/demo/", "tests/copywatch/",
           "tests/journeys/", "tests/console/", "tests/live/")  # fmt: skip


class Groups(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Tests of one group run in one process, one after the other.

    xdist 3.8 has groups by mark, but they are lost with pytest 9.2, which keeps its own ids.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Callable[..., None]) -> Groups:
    """What shares out when there are several processes."""
    return Groups(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders that take long."""
    items.sort(key=lambda item: late(item.nodeid))


def group(nodeid: str) -> str:
    """The name of a test's group; most are files."""
    file, _, test = nodeid.partition("::")
    used = test.partition("[")[2].rstrip("]").split("-")
    if file in ELASTIC or any(version in used for version in VERSIONS):
        return "elastic"
    if "postgres" in used:
        return "postgres"
    if file in TIMED:
        return "timed"
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def late(nodeid: str) -> int:
    """Where its folder stands among those that take long; the rest comes last."""
    return next((at for at, start in enumerate(LONGEST) if nodeid.startswith(start)), len(LONGEST))
