"""Dates as people write them, to ISO 8601; a date that could be two days is refused."""

import datetime as dt
import re

ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")
OTHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$")
MONTHS = 12


def iso_date(text: str, where: str, errors: list[str]) -> str:
    """The date as YYYY-MM-DD, empty when there is none; what cannot be told is an error."""
    text = text.strip()
    if not text:
        return ""
    try:
        if found := ISO.match(text):
            return dt.date(*map(int, found.groups())).isoformat()
        if found := OTHER.match(text):
            return _european_or_american(found)
    except ValueError:
        pass
    errors.append(f"{where}: {text!r} is no date that can be told for sure: write it as 2024-03-02")
    return ""


def _european_or_american(found: re.Match[str]) -> str:
    """Dots mean day first; with other marks only a number above twelve tells the day."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] != "." and first <= MONTHS and second <= MONTHS and first != second:
        raise ValueError(found[0])
    day, month = (first, second) if found[2] == "." or first > MONTHS else (second, first)
    return dt.date(year, month, day).isoformat()
