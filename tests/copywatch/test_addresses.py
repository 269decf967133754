"""The address that `serve` prints is one that answers."""

import pytest

from copywatch.cli.running import reached

HERE = "http://127.0.0.1:8799"


@pytest.mark.parametrize("public", ["", "http://127.0.0.1:8420", "http://localhost:8420/"])
def test_on_this_machine_the_true_port_is_told(public: str) -> None:
    assert reached(public, HERE) == HERE


def test_a_public_address_is_told_as_it_was_set() -> None:
    assert reached("https://watch.example/", HERE) == "https://watch.example"
