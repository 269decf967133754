"""One sentence for a match until the matcher has its own."""

from matcher.match import Match


def sentence(match: Match) -> str:
    """What was found, in words."""
    best = match.evidence[0] if match.evidence else None
    return f"{match.verdict} of {best.part}" if best else match.verdict
