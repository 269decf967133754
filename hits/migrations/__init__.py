"""Brings a record's tables to the form that this Copywatch knows; runs on every open."""

from pathlib import Path

import sqlalchemy as sa

from fingerprints.errors import ConfigurationError

KNOWN = ("0001", "0002", "0003")  # oldest first; a test compares them with the files in versions/
HEAD = KNOWN[-1]


def migrate(engine: sa.Engine) -> None:
    """Do nothing when up to date; refuse a store that a newer Copywatch wrote."""
    if _revision(engine) == HEAD:
        return
    with engine.execution_options(copywatch_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7261540)")
        upgrade(connection)


def _revision(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found and found not in KNOWN:
        message = (
            "this store was written by a newer Copywatch. "
            f"Its record is at revision {found}, this one knows {HEAD}: install the newer one."
        )
        raise ConfigurationError(message)
    return found or ""


def upgrade(connection: sa.Connection) -> None:
    """Run the missing migrations in the caller's transaction."""
    from alembic import command  # noqa: PLC0415  # half a second that only a new store pays
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
