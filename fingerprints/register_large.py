"""Puts fingerprints into the register without the copies that SQLite makes of what it is given."""

import sqlite3

LARGE = 1 << 24  # bytes


def insert_print(
    database: sqlite3.Connection, names: tuple[str, str, str], value: bytes, places: bytes
) -> None:
    """A row of `prints` of an asset, part and kind; large values are written where they stand."""
    large = len(value) + len(places) > LARGE
    row = database.execute(
        f"INSERT INTO prints VALUES (?, ?, ?, {'zeroblob(?), zeroblob(?)' if large else '?, ?'})",  # noqa: S608 - our own words
        (*names, *((len(value), len(places)) if large else (value, places))),
    ).lastrowid
    if large and row is not None:
        for column, data in (("value", value), ("places", places)):
            with database.blobopen("prints", column, row) as blob:
                blob.write(data)
