"""A match in one plain sentence, for alerts, lists and reports; it never quotes protected text."""

import re

from matcher.match import READ, Evidence, Match

MORE = re.compile(r", and \d+ more parts?$")
PAGE = re.compile(r"#(\d+)$")  # of a document, in what was unwrapped


def sentence(match: Match, *, secret: bool = False) -> str:
    """Say what the strongest evidence shows, and how much more there is.

    Of a secret work no part is named, for a file's name may tell what it is about.
    """
    if not match.evidence:
        return match.verdict
    first = match.evidence[0]
    return counted(tell(first, secret=secret), len({one.part for one in match.evidence}))


def counted(told: str, parts: int) -> str:
    """The sentence with how many parts of the work were found in all."""
    more = f", and {parts - 1} more part{'s' if parts > 2 else ''}" if parts > 1 else ""  # noqa: PLR2004
    return MORE.sub("", told) + more


def tell(evidence: Evidence, *, secret: bool = False) -> str:
    """One piece of evidence in words."""
    details = evidence.details
    if evidence.kind.startswith("image_logo"):
        name = "of the work" if secret else part_name(evidence.part)
        return f"the logo {name} {details.get('shown', '')}".rstrip()
    if evidence.kind.startswith("image"):
        return _picture(evidence, "one of its pictures" if secret else part_name(evidence.part))
    if evidence.kind.startswith("names"):
        return _name(evidence)
    if evidence.kind.startswith("table"):
        rows = details.get("shared", 0)
        cells = details.get("cells", 2)
        row = "row" if rows == 1 else "rows"
        name = "one of its tables" if secret else part_name(evidence.part)
        return f"{rows} {row} of {name} ({cells} cells each)"
    unit = str(details.get("unit", "lines"))
    shared, whole = details.get("shared", 0), details.get("of", 0)
    name = "one of its files" if secret else part_name(evidence.part)
    told = f"{shared} of {whole} {unit} of {name}"
    if details.get("renamed"):
        told += ", identifiers renamed"
    if details.get("origin"):
        told += f"; it {stands_in(evidence)}"
    return told + _wrapped(evidence)


def stands_in(evidence: Evidence) -> str:
    """Where something public stands too."""
    origins = [str(one) for one in evidence.details.get("origin") or ["public text"]]
    return f"also stands in {' and '.join(origins)}, which is public"


def _picture(evidence: Evidence, name: str) -> str:
    edit = evidence.details.get("edit")
    if edit is not None:
        return f"the same picture as {name}" + (f", {edit}" if edit else "")
    why = evidence.details.get("why")
    return f"a picture like {name}" + (f" ({why})" if why else "")


def _name(evidence: Evidence) -> str:
    details = evidence.details
    name, written, change = details.get("name"), details.get("written"), details.get("change")
    place = ", read in a picture" if READ in evidence.unwrapped else ""
    if not change:
        return f"the name {name}{place}"
    return f"the name {name} written {written} ({change}){place}"


def _wrapped(evidence: Evidence) -> str:
    ways = [
        PAGE.sub(r"page \1", way)
        for way in evidence.unwrapped
        if way not in {"html", "json", "quote"}
    ]
    return f" (inside {', '.join(ways)})" if ways else ""


def part_name(part: str) -> str:
    """A part as people call it: spec.pdf#3 is spec.pdf page 3."""
    name, _, place = part.partition("#")
    name = name.rsplit("/", 1)[-1] or name
    if place in {"", "drawing"}:  # of an SVG, which is a text, too
        return name
    if place.isdigit():
        return f"{name} page {place}"
    sheet, _, row = place.partition("!")
    return f"{name} sheet {sheet}" + (f" row {row}" if row else "")
