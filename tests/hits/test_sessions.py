"""A login link works once and only for a while; nothing stored opens a door."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from hits.record import Record
from hits.tables import sessions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_link_gives_one_session(record: Record) -> None:
    link = record.sessions.login_link("Ann", NOW)
    token = record.sessions.redeem(link, NOW)
    session = record.sessions.find(token, NOW)
    assert session is not None and session.user == "Ann" and session.csrf
    assert record.sessions.redeem(link, NOW) == ""


def test_old_links_and_sessions_are_refused(record: Record) -> None:
    link = record.sessions.login_link("Ann", NOW)
    assert record.sessions.redeem(link, NOW + timedelta(hours=1)) == ""
    token = record.sessions.redeem(record.sessions.login_link("Ann", NOW), NOW)
    assert record.sessions.find(token, NOW + timedelta(days=8)) is None
    assert record.sessions.forget_old(NOW + timedelta(days=8)) == 3


def test_a_link_is_no_session_and_a_session_no_link(record: Record) -> None:
    link = record.sessions.login_link("Ann", NOW)
    assert record.sessions.find(link, NOW) is None
    token = record.sessions.redeem(link, NOW)
    assert record.sessions.redeem(token, NOW) == ""


def test_a_session_that_was_ended_is_over(record: Record) -> None:
    token = record.sessions.redeem(record.sessions.login_link("Ann", NOW), NOW)
    record.sessions.end(token)
    assert record.sessions.find(token, NOW) is None


def test_the_store_holds_no_token(record: Record) -> None:
    link = record.sessions.login_link("Ann", NOW)
    token = record.sessions.redeem(link, NOW)
    with record.database.read() as connection:
        stored = str(connection.execute(sa.select(sessions)).all())
    assert link not in stored and token not in stored
