"""INSERT that leaves what is there alone, written alike for both databases."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int:
    """Insert unless the key is taken; 1 when it was new, else 0."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(dict(values)).on_conflict_do_nothing()
    key = next(iter(table.primary_key))
    return int(connection.execute(statement.returning(key)).first() is not None)


def put(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    """Insert, or replace every given column of the row with the same key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(dict(values))
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
