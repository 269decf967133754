"""Alerts reach a real chat server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.sender import Counts, send_due
from alerts.target import read
from hits.record import Record
from tests.alerts.examples import LOOKUPS, NOW, take, telling
from tests.servers import synapse
from tests.servers.synapse import Chat

pytestmark = [pytest.mark.servers, pytest.mark.slow]


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    with synapse.start(tmp_path / "chat", host="127.0.0.14") as started:
        yield started


def test_a_matrix_room_hears_each_hit_once(chat: Chat, tmp_path: Path) -> None:
    with Record.open(f"sqlite:///{tmp_path / 'record.db'}") as record:
        hits = [take(record, f"shop.test/p/{n}", telling("chat")) for n in range(2)]
        targets = read({"chat": chat.target}, {})
        assert send_due(record, targets, LOOKUPS, lambda: NOW) == Counts(sent=2)
        assert send_due(record, targets, LOOKUPS, lambda: NOW) == Counts()
    heard = chat.messages()
    assert len(heard) == 2
    for hit in hits:
        [text] = [text for text in heard if f"https://watch.firm.test/hits/{hit}" in text]
        assert "Ball valve BV-20" in text and "(alert " in text
