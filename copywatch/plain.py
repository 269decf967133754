"""Crawled strings made fit for a terminal or a text file."""


def clean(text: str) -> str:
    """The text without control and direction characters; newlines stay."""
    return "".join(c for c in text if c == "\n" or c.isprintable())
