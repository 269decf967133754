"""The streams of a text, read together."""

from fingerprints import code_members, code_tokens, text_chars, text_words
from fingerprints.fold import Folded, fold
from fingerprints.stream import Grams, Stream

STREAMS: tuple[Stream, ...] = (
    text_chars.STREAM,
    text_words.STREAM,
    code_tokens.STREAM,
    code_members.STREAM,
)


def read_all(text: str | Folded) -> dict[str, Grams]:
    """All grams of a text by the name of their stream; folding and word codes are shared.

    A text that was folded already is taken as it is: it keeps what its streams share.
    """
    folded = fold(text) if isinstance(text, str) else text
    return {stream.name: stream.read(folded, stream.k) for stream in STREAMS}
