"""What is kept of a page: small, fair, the same again, and met by a work protected later."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fingerprints import background, code_tokens, image_hash, text_chars, text_words, winnow
from fingerprints.content import Code, Text
from fingerprints.fold import fold
from fingerprints.keys import Keys
from fingerprints.kind import Tokens
from matcher.sample import (
    HASHES,
    OUTLINE,
    PICTURES,
    of_grams,
    outlines,
    packed,
    shared_out,
    unpacked,
)
from tests.matcher.conftest import Protect

KEYS = Keys(bytes(32))
Write = Callable[[int, int], str]


def numbers(count: int, seed: int = 0) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.sort(np.random.default_rng(seed).integers(0, 2**48, count, np.uint64))


def taken(body: str) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    stream = text_chars.STREAM
    grams = stream.read(fold(body), stream.k)
    kept = np.flatnonzero(grams.keep)
    keyed = winnow.keyed(grams.hashes[kept], KEYS, stream.name)
    return of_grams(stream.name, stream.w, grams, kept, keyed)


def test_a_page_has_the_same_room_whatever_it_shows(protect: Protect, program: Write) -> None:
    matcher = protect()
    for size in (120, 300):
        sample = matcher.examine([Code(program(8, size)), Text(program(9, 60))]).sample
        assert sum(len(data) for data in sample.values()) == 6 * HASHES


def test_pictures_leave_less_room_for_words() -> None:
    rows = [(image_hash.NAME, numbers(4, seed)) for seed in range(40)]
    found = packed([*rows, ("text_chars@1", numbers(5000))])
    assert len(found[image_hash.NAME]) == OUTLINE * PICTURES
    assert len(found["text_chars@1"]) == 6 * (HASHES - PICTURES * 10 // 3)
    assert len(outlines(found[image_hash.NAME])) == PICTURES


def test_what_is_kept_is_what_a_work_holds_of_it_smallest_first(program: Write) -> None:
    body = program(7, 300)
    work = text_chars.STREAM.take(body, KEYS)
    assert isinstance(work, Tokens)
    smallest = np.unique(work.hashes)[:HASHES]
    assert len(np.unique(work.hashes)) > HASHES
    kept = unpacked(packed([("text_chars@1", taken(body))])["text_chars@1"])
    assert np.array_equal(kept, smallest)


def test_licences_take_no_room() -> None:
    sentence = "permission is hereby granted free of charge to any person obtaining a copy of "
    licence = sentence + "this software and associated documentation files the software to deal"
    grams = text_chars.STREAM.read(fold(licence), text_chars.STREAM.k)
    chosen = winnow.choose(grams.hashes, text_chars.STREAM.w, grams.keep)
    assert background.known("text_chars@1", grams.hashes[chosen]).all()
    assert not len(taken(licence))


def test_every_stream_has_a_part_of_the_room() -> None:
    streams = (text_chars.STREAM, text_words.STREAM, code_tokens.STREAM)
    found = packed([(stream.name, numbers(3000, seed)) for seed, stream in enumerate(streams)])
    assert [len(data) // 6 for data in found.values()] == [186, 187, 187]
    assert shared_out({"a": 10, "b": 500, "c": 400}, 580) == {"a": 10, "c": 285, "b": 285}


@given(st.lists(st.integers(0, 2**48 - 1), max_size=60), st.binary(max_size=5))
def test_what_was_packed_comes_back(hashes: list[int], rest: bytes) -> None:
    data = packed([("a", np.array(hashes, np.uint64))]).get("a", b"")
    assert unpacked(data + rest).tolist() == sorted(set(hashes))
