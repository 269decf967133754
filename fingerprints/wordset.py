"""A set of words written as prose, so that long lists stay readable."""


def wordset(text: str) -> frozenset[str]:
    """The words of the text."""
    return frozenset(text.split())
