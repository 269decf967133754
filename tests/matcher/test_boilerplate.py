"""Licence heads and imports prove nothing, however they are worded; one's own contract does."""

import numpy as np
import pytest

from matcher.boilerplate import Boilerplate

OWN = "The pump is bled before the membrane is fitted, and the seat is ground by hand.\n" * 8
HEADS = (
    (
        "/* This part is free software: you may redistribute it and change it under the licence\n"
        " * that comes with it; it has no warranty, not even of merchantability. */\n"
    ),
    (
        "// Permission is hereby granted to use this for any purpose without fee, as long as the\n"
        "// copyright notice and this permission notice stay in all copies.\n"
    ),
)
IMPORTS = 'import os\nfrom a.b import c\n#include <stdio.h>\nimport (\n\t"fmt"\n\tx "y/z"\n)\n'


def held(text: str, piece: str) -> bool:
    start = text.index(piece)
    spans = (np.array([at], np.uint32) for at in (start, start + len(piece)))
    return bool(Boilerplate(text).holds(*spans)[0])


@pytest.mark.parametrize("head", HEADS)
def test_a_licence_head_in_any_words_is_boilerplate(head: str) -> None:
    text = OWN + head + OWN
    assert held(text, head)
    assert not held(text, OWN[:60])


def test_what_is_said_after_a_head_is_not_of_it() -> None:
    said = (
        "/** The pump asks {@link org.apache.pumps.Valve} and then the seat, see the licence. */\n"
    )
    text = HEADS[0] + said * 3 + OWN
    assert held(text, HEADS[0])
    assert not held(text, said)


def test_names_of_packages_are_no_legal_words() -> None:
    names = "".join(f"org.apache.pumps.Valve{n} asks org.gnu.Seat{n}\n" for n in range(40))
    assert not held(HEADS[1] + names + OWN, "org.apache.pumps.Valve30")


def test_imports_are_boilerplate_line_by_line() -> None:
    text = OWN + IMPORTS + OWN
    assert all(
        held(text, line) for line in ("import os", "from a.b import c", "<stdio.h>", '"fmt"')
    )
    assert not held(text, OWN[:60])


def test_a_contract_of_ones_own_is_none() -> None:
    contract = (
        "The supplier gives a warranty of two years. Its liability ends there. The licence to make "
        "the valve ends with this contract, and all copyright stays with the customer.\n"
    )
    assert not held(OWN + contract + OWN, contract)


def test_a_text_of_legal_words_only_costs_little() -> None:
    assert len(Boilerplate("licence warranty gnu " * 50_000).stretches[0]) == 1
