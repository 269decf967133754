"""Sealed data opens only where and with what it was sealed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys
from fingerprints.seal import seal, unseal

KEYS = Keys(b"k" * 32)


@given(st.binary(max_size=500), st.text(max_size=30))
def test_what_is_sealed_comes_back(data: bytes, about: str) -> None:
    assert unseal(KEYS, seal(KEYS, data, about), about) == data


def test_the_same_data_never_looks_the_same() -> None:
    assert seal(KEYS, b"valve", "a") != seal(KEYS, b"valve", "a")


@pytest.mark.parametrize("change", [0, 12, -1])
def test_one_changed_byte_is_refused(change: int) -> None:
    sealed = bytearray(seal(KEYS, b"a secret drawing", "a"))
    sealed[change] ^= 1
    with pytest.raises(CopywatchError, match="damaged"):
        unseal(KEYS, bytes(sealed), "a")


def test_data_moved_to_another_place_is_refused() -> None:
    with pytest.raises(CopywatchError):
        unseal(KEYS, seal(KEYS, b"x", "part:a"), "part:b")


def test_another_key_is_refused() -> None:
    with pytest.raises(CopywatchError, match="another installation"):
        unseal(Keys(b"o" * 32), seal(KEYS, b"x", "a"), "a")


def test_too_short_data_is_refused() -> None:
    with pytest.raises(CopywatchError):
        unseal(KEYS, b"short", "a")
