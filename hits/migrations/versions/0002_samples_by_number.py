"""Samples of pages seen as one numbered row a page, so that an index can follow them."""

import sqlalchemy as sa
from alembic import op

from hits.samples import to_bytes

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    new = op.create_table(
        "samples_numbered",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("piece", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["pages.id"]),
        sa.PrimaryKeyConstraint("number"),
    )
    _move(op.get_bind(), new)
    op.drop_table("samples")
    op.rename_table("samples_numbered", "samples")
    op.create_index("ix_samples_page", "samples", ["page", "piece"], unique=True)
    op.create_index("ix_pages_seen_at", "pages", ["seen_at"], unique=False)


def _move(connection: sa.Connection, new: sa.Table) -> None:
    """What was kept stays; nothing is made anew, for nobody has the pages any more."""
    old = sa.table("samples", sa.column("page"), sa.column("kind"), sa.column("data"))
    pages = connection.execute(sa.select(old.c.page).distinct().order_by(old.c.page)).scalars()
    count = 0
    for count, page in enumerate(pages.all(), start=1):
        kinds = sa.select(old.c.kind, old.c.data).where(old.c.page == page)
        data = to_bytes({row.kind: row.data for row in connection.execute(kinds)})
        row = {"number": count, "page": page, "piece": "", "data": data}
        connection.execute(sa.insert(new).values(row))
    sequence = sa.table("sequence", sa.column("name"), sa.column("value"))
    if count:
        connection.execute(sa.insert(sequence).values(name="samples", value=count))
