"""Rules choose who hears of a hit, where, and when."""

from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.rules import Rule, announce, fits, next_digest, spread
from alerts.target import read
from tests.alerts.examples import hit

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def rule(**changes: Any) -> Rule:
    return Rule(**{"name": "all", "targets": ("chat",), **changes})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, True),
        ({"assets": ("ball-*",)}, True),
        ({"assets": ("pump",)}, False),
        ({"kinds": ("image_hash",)}, True),
        ({"kinds": ("image_hash@1", "names@1")}, True),
        ({"kinds": ("code_tokens",)}, False),
        ({"min_risk": 82}, True),
        ({"min_risk": 83}, False),
        ({"channels": ("code", "paste")}, False),
        ({"countries": ("cn",)}, True),
        ({"countries": ("DE",)}, False),
        ({"sellers": ("fixit*",)}, True),
        ({"sellers": ("other",)}, False),
        ({"on": ("returned",)}, False),
    ],
)
def test_every_condition_must_hold(changes: dict[str, Any], *, said: bool) -> None:
    assert fits(rule(**changes), hit(), "new") is said


def test_authorised_hits_are_not_told() -> None:
    assert not fits(rule(), hit(status="authorised"), "new")


def test_a_reappearance_is_told_to_those_who_asked() -> None:
    assert fits(rule(on=("returned",)), hit(), "returned")
    assert not fits(rule(on=("first",)), hit(), "returned")


def test_each_target_hears_once_from_the_first_rule_that_fits() -> None:
    rules = [rule(name="a", min_risk=99), rule(name="b"), rule(name="c", targets=("chat", "mail"))]
    told = announce(rules, run="r1", now=lambda: NOW)(hit(), "new")
    assert [(out.rule, out.target, out.group) for out in told] == [
        ("b", "chat", ""),
        ("c", "mail", ""),
    ]


@pytest.mark.parametrize("first", [{"first_run": True}, {"new_assets": {"ball-valve"}}])
def test_first_runs_and_new_works_make_one_summary(first: dict[str, Any]) -> None:
    tell = announce([rule(digest="daily")], run="r1", now=lambda: NOW, **first)
    assert {out.group for n in range(3) for out in tell(hit(f"p/{n}"), "new")} == {"summary:r1"}


def test_a_digest_waits_for_its_hour() -> None:
    [out] = announce([rule(digest="hourly")], run="r1", now=lambda: NOW)(hit(), "new")
    assert (out.group, out.due_at) == ("digest:all", "2026-11-22T10:00:00+00:00")
    assert next_digest("daily", NOW).isoformat() == "2026-11-23T06:00:00+00:00"
    assert next_digest("daily", NOW.replace(hour=5)).isoformat() == "2026-11-22T06:00:00+00:00"


def test_a_target_with_several_receivers_is_several() -> None:
    targets = read({"mail": "mailto://h.test/?from=w@f.test&to=a@f.test,b@f.test"}, {})
    [spreaded] = spread([rule(targets=("mail",))], targets)
    assert spreaded.targets == ("mail/1", "mail/2")
