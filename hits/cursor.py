"""Where a page of answers ended, as opaque text."""

import base64
import binascii
import json

from hits.index import CursorGone

Place = tuple[int | float | str, str]  # the sort value and the id of the last answer


def write(sort: str, place: Place) -> str:
    """The text that asks for the next page."""
    return base64.urlsafe_b64encode(json.dumps([sort, *place]).encode()).decode()


def read(sort: str, text: str) -> Place:
    """Where to go on; text of another sort order, or changed text, raises CursorGone."""
    try:
        written, value, key = json.loads(base64.urlsafe_b64decode(text))
    except (binascii.Error, ValueError, TypeError) as error:
        raise CursorGone(LOST) from error
    if written != sort or not isinstance(value, int | float | str) or not isinstance(key, str):
        raise CursorGone(LOST)
    return value, key


LOST = "This list has moved on. Start again from its first page."
