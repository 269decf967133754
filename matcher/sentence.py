"""A match in one plain sentence, for alerts, lists and reports; it never quotes protected text."""

from matcher.match import Evidence, Match


def sentence(match: Match) -> str:
    """Say what the strongest evidence shows, and how much more there is."""
    if not match.evidence:
        return match.verdict
    first = match.evidence[0]
    told = tell(first)
    others = {evidence.part for evidence in match.evidence} - {first.part}
    if others:
        told += f", and {len(others)} more part{'s' if len(others) > 1 else ''}"
    return told


def tell(evidence: Evidence) -> str:
    """One piece of evidence in words."""
    details = evidence.details
    if evidence.kind.startswith("image"):
        return _picture(evidence)
    if evidence.kind.startswith("names"):
        return _name(evidence)
    if evidence.kind.startswith("table"):
        rows = details.get("shared", 0)
        cells = details.get("cells", 2)
        row = "row" if rows == 1 else "rows"
        return f"{rows} {row} of {part_name(evidence.part)} ({cells} cells each)"
    unit = str(details.get("unit", "lines"))
    shared, whole = details.get("shared", 0), details.get("of", 0)
    told = f"{shared} of {whole} {unit} of {part_name(evidence.part)}"
    if details.get("renamed"):
        told += ", identifiers renamed"
    return told + _wrapped(evidence)


def _picture(evidence: Evidence) -> str:
    name, edit = part_name(evidence.part), evidence.details.get("edit")
    if edit is not None:
        return f"the same picture as {name}" + (f", {edit}" if edit else "")
    why = evidence.details.get("why")
    return f"a picture like {name}" + (f" ({why})" if why else "")


def _name(evidence: Evidence) -> str:
    details = evidence.details
    name, written, change = details.get("name"), details.get("written"), details.get("change")
    if not change:
        return f"the name {name}"
    return f"the name {name} written {written} ({change})"


def _wrapped(evidence: Evidence) -> str:
    ways = [way for way in evidence.unwrapped if way not in {"html", "json", "quote"}]
    return f" (inside {', '.join(ways)})" if ways else ""


def part_name(part: str) -> str:
    """A part as people call it: spec.pdf#3 is spec.pdf page 3."""
    name, _, place = part.partition("#")
    name = name.rsplit("/", 1)[-1] or name
    if not place:
        return name
    if place.isdigit():
        return f"{name} page {place}"
    sheet, _, row = place.partition("!")
    return f"{name} sheet {sheet}" + (f" row {row}" if row else "")
