"""`copywatch works --twins`, and the word about twins after `protect`."""

from pathlib import Path

from tests.copywatch.commands import copywatch
from tests.matcher.test_image_rivals import product


def test_twins_are_told_at_protect_and_listed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for asset, label in (("lamp", "ring"), ("lantern", "bars")):
        (tmp_path / asset).mkdir()
        product(label).save(tmp_path / asset / "front.png")
    first = copywatch(home, "protect", str(tmp_path / "lamp"))
    assert "have twins" not in first.err
    assert copywatch(home, "works", "--twins", "--json").lines == []
    second = copywatch(home, "protect", str(tmp_path / "lantern"))
    assert "Of 1 new pictures 1 have twins in the register" in second.err
    (pair,) = copywatch(home, "works", "--twins", "--json").lines
    assert {pair["asset"], pair["other_asset"]} == {"lamp", "lantern"}
    assert not pair["one_photo"]
    assert "by what they differ in" in copywatch(home, "works", "--twins").out
