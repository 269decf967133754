"""On which fingerprint each hit rests, and which fingerprints flood."""

import sqlalchemy as sa
from alembic import op

from hits.flood import fingerprint_id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    rests = op.create_table(
        "rests",
        sa.Column("hit", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hit"], ["hits.id"]),
        sa.PrimaryKeyConstraint("hit"),
    )
    floods = op.create_table(
        "floods",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asset", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("part", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Text(), server_default="", nullable=False),
        sa.Column("hits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("hit", sa.Text(), server_default="", nullable=False),
        sa.Column("released_at", sa.Text(), server_default="", nullable=False),
        sa.Column("released_by", sa.Text(), server_default="", nullable=False),
        sa.Column("confirmed_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _fill(op.get_bind(), rests, floods)
    op.create_index("ix_rests_fingerprint", "rests", ["fingerprint", "at"], unique=False)
    op.create_index("ix_floods_asset", "floods", ["asset"], unique=False)


def _fill(connection: sa.Connection, rests: sa.Table, floods: sa.Table) -> None:
    """Old hits rest on their strongest evidence; what people confirmed stays confirmed."""
    hits = sa.table("hits", *map(sa.column, ("id", "asset", "first_seen")))
    pieces = sa.table("pieces", *map(sa.column, ("hit", "kind", "part", "score")))
    decisions = sa.table("decisions", *map(sa.column, ("hit", "outcome", "at")))
    said = (
        sa.select(decisions.c.hit, sa.func.min(decisions.c.at).label("at"))
        .where(decisions.c.outcome == "confirmed")
        .group_by(decisions.c.hit)
        .subquery()
    )
    strongest = sa.select(
        pieces,
        sa.func.row_number()
        .over(
            partition_by=pieces.c.hit,
            order_by=(pieces.c.score.desc(), pieces.c.part, pieces.c.kind),
        )
        .label("rank"),
    ).subquery()
    wanted = (
        sa.select(hits, strongest, said.c.at.label("confirmed_at"))
        .join(strongest, strongest.c.hit == hits.c.id)
        .outerjoin(said, said.c.hit == hits.c.id)
        .where(strongest.c.rank == 1)
        .order_by(hits.c.id)
    )
    confirmed: dict[str, dict[str, str]] = {}
    for some in connection.execute(wanted).mappings().partitions(1000):
        rows = []
        for row in some:
            key = fingerprint_id(row["asset"], row["kind"], row["part"])
            rest = {"hit": row["id"], "fingerprint": key, "at": row["first_seen"]}
            rows.append({**rest, "score": row["score"], "silent": False})
            if row["confirmed_at"]:
                names = {name: row[name] for name in ("asset", "kind", "part", "confirmed_at")}
                confirmed.setdefault(key, {"id": key, **names})
        connection.execute(sa.insert(rests), rows)
    if confirmed:
        connection.execute(sa.insert(floods), list(confirmed.values()))
