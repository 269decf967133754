"""Login links and sessions of the console; only hashes of their secrets are stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from hits.clock import stamp
from hits.database import Database
from hits.tables import sessions

LINK_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is logged in, and the token that their forms must carry."""

    user: str
    csrf: str
    created_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """A login link works once; it gives a session."""

    database: Database

    def login_link(self, user: str, now: datetime, life: timedelta = LINK_LIFE) -> str:
        """A new one-time token for the link."""
        return self._add("link", user, now, life)

    def redeem(self, token: str, now: datetime, life: timedelta = SESSION_LIFE) -> str:
        """The token of a new session; "" when the link is unknown, used or too old."""
        good = (
            (sessions.c.token_hash == _hash(token))
            & (sessions.c.kind == "link")
            & (sessions.c.used_at == "")
            & (sessions.c.expires_at > stamp(now))
        )
        with self.database.write() as connection:
            used = sa.update(sessions).where(good).values(used_at=stamp(now))
            user = connection.execute(used.returning(sessions.c.user)).scalar()
        return "" if user is None else self._add("session", user, now, life)

    def find(self, token: str, now: datetime) -> Session | None:
        """The session of a token, if it has not ended."""
        good = (
            (sessions.c.token_hash == _hash(token))
            & (sessions.c.kind == "session")
            & (sessions.c.expires_at > stamp(now))
        )
        columns = (sessions.c.user, sessions.c.csrf, sessions.c.created_at, sessions.c.expires_at)
        with self.database.read() as connection:
            row = connection.execute(sa.select(*columns).where(good)).mappings().first()
        return Session(**row) if row else None

    def end(self, token: str) -> None:
        """Log out."""
        with self.database.write() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.token_hash == _hash(token)))

    def forget_old(self, now: datetime) -> int:
        """Drop what has expired."""
        with self.database.write() as connection:
            old = sa.delete(sessions).where(sessions.c.expires_at <= stamp(now))
            return connection.execute(old).rowcount

    def _add(self, kind: str, user: str, now: datetime, life: timedelta) -> str:
        token = secrets.token_urlsafe(32)
        with self.database.write() as connection:
            connection.execute(
                sa.insert(sessions).values(
                    token_hash=_hash(token),
                    kind=kind,
                    user=user,
                    csrf=secrets.token_urlsafe(32),
                    created_at=stamp(now),
                    expires_at=stamp(now + life),
                )
            )
        return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
