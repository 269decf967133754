"""Messages reach real receivers, each under the id it was given."""

import time

import pytest

from alerts.delivery import DeliveryError, Message, connect
from alerts.message import Lookups
from alerts.target import Target, read
from alerts.waiting import send_test
from tests.alerts.examples import ASSETS
from tests.alerts.receivers import Hook, Sink

MESSAGE = Message(
    id="a1b2c3", subject="Ventil Größe 20: copy", body="Zeile eins\n価格 12", link="http://c.test/hits/1"
)  # fmt: skip


def target(url: str) -> Target:
    return next(iter(read({"there": url}, {}).values()))


def test_a_webhook_gets_text_and_id(hook: Hook) -> None:
    connect(target(hook.url))(MESSAGE)
    [got] = hook.got
    assert (got["title"], got["message"]) == (MESSAGE.subject, MESSAGE.body)
    assert (got["alert"], got["link"]) == ("a1b2c3", "http://c.test/hits/1")
    assert got["possibly_sent_before"] == "no"


def test_a_letter_has_the_same_message_id_each_time(sink: Sink) -> None:
    there = target(sink.url("a@firm.test"))
    connect(there)(MESSAGE)
    connect(there)(MESSAGE)
    (to, first), (_, second) = sink.got
    assert to == "a@firm.test" == first["To"]
    assert first["Message-ID"] == second["Message-ID"] == "<a1b2c3@copywatch.firm.test>"
    assert first["Subject"] == MESSAGE.subject
    assert first.get_content().replace("\r\n", "\n").strip() == MESSAGE.body
    assert first["From"] == "Copywatch <watch@firm.test>"


def test_a_refused_address_says_why_and_nothing_secret(sink: Sink) -> None:
    sink.refused.add("gone@firm.test")
    with pytest.raises(DeliveryError, match="mailto://127"):
        connect(target(sink.url("gone@firm.test")))(MESSAGE)
    assert sink.got == []


def test_a_webhook_that_fails_raises_without_its_secret_path(hook: Hook) -> None:
    hook.status = 503
    with pytest.raises(DeliveryError, match="503") as raised:
        connect(target(hook.url))(MESSAGE)
    assert "S3CRET" not in str(raised.value)


def test_a_server_that_is_not_there_raises(hook: Hook) -> None:
    for url in ("json://127.0.0.1:9/x", "mailto://127.0.0.1:9/?from=a@f.test&mode=insecure"):
        with pytest.raises(DeliveryError):
            connect(target(url))(MESSAGE)


def test_a_silent_server_does_not_hold_the_sender(hook: Hook) -> None:
    hook.gate.clear()
    began = time.monotonic()
    with pytest.raises(DeliveryError):
        connect(target(f"{hook.url}?rto=0.3"))(MESSAGE)
    assert time.monotonic() - began < 5


def test_the_test_message_says_that_it_is_one(hook: Hook) -> None:
    lookups = Lookups(public_url="http://c.test", asset=ASSETS.get)
    mark = send_test(target(hook.url), lookups)
    assert hook.got[0]["alert"] == mark
    assert "test message" in hook.got[0]["message"]
