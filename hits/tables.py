"""The record's tables; a change here needs a migration, and a test compares the two."""

import sqlalchemy as sa

metadata = sa.MetaData()


def _text(name: str, *, index: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="", index=index)


def _count(name: str, *, default: int = 0) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False, server_default=str(default))


def _id(name: str = "id") -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=True)


def _hit() -> "sa.Column[str]":
    return sa.Column("hit", sa.Text, sa.ForeignKey("hits.id"), nullable=False, index=True)


# One row, updated last in every transaction that changes hits: its lock puts commits in order.
sequence = sa.Table(
    "sequence",
    metadata,
    _id("name"),
    sa.Column("value", sa.BigInteger, nullable=False),
)

hits = sa.Table(
    "hits",
    metadata,
    _id(),
    _text("asset", index=True),
    _text("place", index=True),
    *(_text(name) for name in ("url", "site", "channel", "title", "seller", "seller_id")),
    _text("country"),
    sa.Column("price", sa.Float),
    *(_text(name) for name in ("currency", "verdict")),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("risk", sa.Integer, nullable=False),
    sa.Column("risk_reasons", sa.JSON, nullable=False),
    _text("sentence"),
    sa.Column("kinds", sa.JSON, nullable=False),
    *(_text(name) for name in ("first_seen", "last_seen")),
    _text("status", index=True),
    *(_text(name) for name in ("authorised_by", "party", "gone_at", "returned_at", "watch")),
    _count("pieces", default=1),
    sa.Column("seq", sa.BigInteger, nullable=False, unique=True),
)

# One row per distinct state of a page: the same state seen again only moves last_seen.
visits = sa.Table(
    "visits",
    metadata,
    _id(),
    _hit(),
    *(_text(name) for name in ("url", "first_seen", "last_seen", "gone_at", "run", "verdict")),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),  # price, seller, title of that state
    sa.Column("sealed", sa.Boolean, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

# The strongest proof for each part of the asset.
pieces = sa.Table(
    "pieces",
    metadata,
    sa.Column("hit", sa.Text, sa.ForeignKey("hits.id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("score", sa.Float, nullable=False),
    _text("visit"),
)

# The fingerprint on which a hit rests; `silent` while nobody was told because it floods.
rests = sa.Table(
    "rests",
    metadata,
    sa.Column("hit", sa.Text, sa.ForeignKey("hits.id"), primary_key=True),
    *(_text(name) for name in ("fingerprint", "at")),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("silent", sa.Boolean, nullable=False),
    sa.Index("ix_rests_fingerprint", "fingerprint", "at"),
)

# A fingerprint that floods or did, or that never will because a hit of it was confirmed.
floods = sa.Table(
    "floods",
    metadata,
    _id(),
    _text("asset", index=True),
    *(_text(name) for name in ("kind", "part", "since")),
    _count("hits"),
    *(_text(name) for name in ("verdict", "hit", "released_at", "released_by", "confirmed_at")),
)

changes = sa.Table(
    "changes",
    metadata,
    _id(),
    _hit(),
    *(_text(name) for name in ("at", "field", "before", "after", "url")),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    _hit(),
    *(_text(name) for name in ("outcome", "by", "at", "note")),
)

authorisations = sa.Table(
    "authorisations",
    metadata,
    _id(),
    *(_text(name) for name in ("kind", "value", "by", "at", "withdrawn_at")),
)

watches = sa.Table(
    "watches",
    metadata,
    _id(),
    *(_text(name) for name in ("target", "spider")),
    sa.Column("args", sa.JSON, nullable=False),
    _text("every"),
    _count("pages", default=200),
    *(_text(name) for name in ("next_run", "last_run", "created_at", "health", "health_words")),
    sa.Column("paused", sa.Boolean, nullable=False),
)

runs = sa.Table(
    "runs",
    metadata,
    _id(),
    _text("watch", index=True),
    *(_text(name) for name in ("spider", "started_at", "finished_at", "state")),
    sa.Column("first", sa.Boolean, nullable=False),
    sa.Column("looked", sa.JSON, nullable=False),
)

jobs = sa.Table(
    "jobs",
    metadata,
    _id(),
    _text("watch", index=True),
    *(_text(name) for name in ("domain", "due_at", "state", "worker", "lease_until")),
    _count("attempts"),
    _text("last_error"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    _id(),
    _hit(),
    *(_text(name) for name in ("event", "rule", "target", "group")),
    _text("state", index=True),
    _count("attempts"),
    *(_text(name) for name in ("due_at", "claimed_until", "last_error", "message_id")),
    *(_text(name) for name in ("created_at", "sent_at")),
)

sessions = sa.Table(
    "sessions",
    metadata,
    _id("token_hash"),
    *(_text(name) for name in ("kind", "user", "csrf", "created_at", "expires_at", "used_at")),
)

# Every page ever seen, hit or not.
pages = sa.Table(
    "pages",
    metadata,
    _id(),
    _text("url"),
    _text("variant", index=True),
    _text("place", index=True),
    *(_text(name) for name in ("channel", "site", "title", "state", "why", "robots")),
    _text("seen_at", index=True),
    _text("run"),
    sa.Column("body", sa.JSON, nullable=False),
)

# What is kept of a page's fingerprints, numbered in the order of writing: an index follows it.
samples = sa.Table(
    "samples",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("page", sa.Text, sa.ForeignKey("pages.id"), nullable=False),
    _text("piece"),  # "" for a page; at one address several batches of files may come
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("ix_samples_page", "page", "piece", unique=True),
)
