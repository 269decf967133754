"""The first record: hits, visits, decisions, watches, runs, jobs, outbox, pages seen."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "authorisations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "hits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asset", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("seller", sa.Text(), server_default="", nullable=False),
        sa.Column("seller_id", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("price", sa.Float(), nullable=True),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("risk_reasons", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("last_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("authorised_by", sa.Text(), server_default="", nullable=False),
        sa.Column("party", sa.Text(), server_default="", nullable=False),
        sa.Column("gone_at", sa.Text(), server_default="", nullable=False),
        sa.Column("returned_at", sa.Text(), server_default="", nullable=False),
        sa.Column("watch", sa.Text(), server_default="", nullable=False),
        sa.Column("pieces", sa.Integer(), server_default="1", nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("seq"),
    )
    op.create_index("ix_hits_asset", "hits", ["asset"], unique=False)
    op.create_index("ix_hits_place", "hits", ["place"], unique=False)
    op.create_index("ix_hits_status", "hits", ["status"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("watch", sa.Text(), server_default="", nullable=False),
        sa.Column("domain", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("worker", sa.Text(), server_default="", nullable=False),
        sa.Column("lease_until", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_jobs_watch", "jobs", ["watch"], unique=False)
    op.create_table(
        "pages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("variant", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("robots", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_at", sa.Text(), server_default="", nullable=False),
        sa.Column("run", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pages_place", "pages", ["place"], unique=False)
    op.create_index("ix_pages_variant", "pages", ["variant"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("watch", sa.Text(), server_default="", nullable=False),
        sa.Column("spider", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("looked", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_runs_watch", "runs", ["watch"], unique=False)
    op.create_table(
        "sequence",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("user", sa.Text(), server_default="", nullable=False),
        sa.Column("csrf", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("expires_at", sa.Text(), server_default="", nullable=False),
        sa.Column("used_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("spider", sa.Text(), server_default="", nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("every", sa.Text(), server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), server_default="200", nullable=False),
        sa.Column("next_run", sa.Text(), server_default="", nullable=False),
        sa.Column("last_run", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("health", sa.Text(), server_default="", nullable=False),
        sa.Column("health_words", sa.Text(), server_default="", nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hit", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["hit"],
            ["hits.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_changes_hit", "changes", ["hit"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hit", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["hit"],
            ["hits.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_decisions_hit", "decisions", ["hit"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hit", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), server_default="", nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("group", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.Text(), server_default="", nullable=False),
        sa.Column("claimed_until", sa.Text(), server_default="", nullable=False),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["hit"],
            ["hits.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outbox_hit", "outbox", ["hit"], unique=False)
    op.create_index("ix_outbox_state", "outbox", ["state"], unique=False)
    op.create_table(
        "pieces",
        sa.Column("hit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("visit", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["hit"],
            ["hits.id"],
        ),
        sa.PrimaryKeyConstraint("hit", "kind", "part"),
    )
    op.create_table(
        "samples",
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page"],
            ["pages.id"],
        ),
        sa.PrimaryKeyConstraint("page", "kind"),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hit", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("first_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("last_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("gone_at", sa.Text(), server_default="", nullable=False),
        sa.Column("run", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hit"],
            ["hits.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visits_hit", "visits", ["hit"], unique=False)
