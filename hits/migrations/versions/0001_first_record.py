"""The first record: hits, visits, decisions, watches, runs, jobs, outbox, pages seen."""

from alembic import op

from hits.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
