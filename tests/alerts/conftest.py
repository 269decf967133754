"""Receivers for one test each."""

from collections.abc import Iterator

import pytest

from tests.alerts import receivers
from tests.alerts.receivers import Hook, Sink


@pytest.fixture
def hook() -> Iterator[Hook]:
    with receivers.hook() as kept:
        yield kept


@pytest.fixture
def sink() -> Iterator[Sink]:
    with receivers.sink() as kept:
        yield kept
