"""Targets are read strictly and shown without their secrets."""

import pytest

from alerts.target import read, redacted, without_secrets
from fingerprints.errors import ConfigurationError

SECRETS = (
    "mailtos://user:pa55word@mail.test?to=a@f.test",
    "json://u:pa55word@hooks.test:8443/hook/pa55word?+Authorization=pa55word",
    "slack://T1JJ3T3L2/A1BRTD4JD/pa55wordABCDEFGHIJKLMNOP/",
    "discord://123456789012345678/pa55word",
    "matrixs://bot:pa55word@chat.test/%23room",
)


@pytest.mark.parametrize("url", SECRETS)
def test_no_secret_is_shown(url: str) -> None:
    [target] = read({"there": url}, {}).values()
    assert "pa55word" not in target.shown + repr(target)
    assert "pa55word" not in without_secrets(f"cannot reach {url}", url)


def test_a_target_may_stand_in_the_environment() -> None:
    [target] = read({"chat": "env:CHAT_URL"}, {"CHAT_URL": "json://hooks.test/x"}).values()
    assert target.url == "json://hooks.test/x"
    assert redacted(target.url) == "json://hooks.test/…"


@pytest.mark.parametrize("value", ["env:CHAT_URL", "nonsense://pa55word", "pa55word", "json://"])
def test_a_wrong_target_is_told_without_its_text(value: str) -> None:
    with pytest.raises(ConfigurationError, match="alert target chat") as raised:
        read({"chat": value}, {})
    assert "pa55word" not in str(raised.value)


def test_all_people_in_to_cc_and_bcc_are_receivers_of_their_own() -> None:
    url = "mailto://h.test/?from=w@f.test&to=a@f.test&cc=b@f.test&bcc=c@f.test,a@f.test"
    assert [t.recipient for t in read({"m": url}, {}).values()] == [
        "a@f.test", "b@f.test", "c@f.test",
    ]  # fmt: skip
