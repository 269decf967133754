"""The kinds of fingerprint, by hand: one line for each."""

from fingerprints import (
    code_members,
    code_sketch,
    code_tokens,
    image_hash,
    image_lines,
    image_logo,
    image_points,
    names,
    table_pairs,
    text_chars,
    text_words,
)
from fingerprints.content import Content
from fingerprints.kind import Context, Kind, Value

KINDS: tuple[Kind, ...] = (
    names.KIND,
    text_chars.KIND,
    text_words.KIND,
    code_tokens.KIND,
    code_members.KIND,
    code_sketch.KIND,
    table_pairs.KIND,
    image_hash.KIND,
    image_points.KIND,
    image_logo.KIND,
    image_lines.KIND,
)


def take(content: Content, context: Context) -> list[tuple[str, Value]]:
    """All fingerprints of a content; a declared name has no others, and a logo neither."""
    found: list[tuple[str, Value]] = []
    for kind in (image_logo.KIND,) if context.logo else KINDS:
        value = kind.take(content, context)
        if value is not None:
            found.append((kind.name, value))
        if value is not None and kind is names.KIND:
            break
    return found
