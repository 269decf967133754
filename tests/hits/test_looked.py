"""What was looked at adds up, keeps the nearest misses and reads as words."""

from hits.looked import Looked, from_json
from matcher.match import Examined, NearMiss


def near(part: str, score: float) -> NearMiss:
    return NearMiss(
        asset="valve", part=part, kind="text_words@1", where="p", score=score, threshold=0.5
    )


def test_pages_add_up_and_a_place_counts_once() -> None:
    examined = Examined(compared={"texts": 2, "images": 1}, unreadable=("a.pdf: encrypted",))
    looked = Looked().add("shop/1", examined).add("shop/1", examined)
    assert (len(looked.places), looked.pages) == (1, 2)
    assert looked.compared == {"texts": 4, "images": 2}
    assert looked.unreadable == {"encrypted": 2}


def test_the_three_nearest_misses_of_different_parts_are_kept() -> None:
    misses = (near("a", 0.1), near("b", 0.4), near("b", 0.3), near("c", 0.2), near("d", 0.49))
    looked = Looked()
    for miss in misses:
        looked = looked.add("p", Examined(near=(miss,)))
    assert [miss.part for miss in looked.nearest] == ["d", "b", "c"]


def test_merging_does_not_depend_on_the_order() -> None:
    one = Looked(pages=1, new=2, refused={"robots": 1}, nearest=(near("a", 0.3),))
    other = Looked(pages=2, gone=1, refused={"robots": 2, "login": 1}, nearest=(near("b", 0.2),))
    assert one.merge(other) == other.merge(one)


def test_it_survives_json() -> None:
    looked = Looked(
        places=frozenset({"x"}), pages=1, compared={"codes": 3}, nearest=(near("a", 0.3),)
    ).count("failed", "time-out", 2)
    assert from_json(looked.to_json()) == looked
    assert from_json({}) == Looked()


def test_one_is_not_told_as_many() -> None:
    looked = Looked(pages=1, places=frozenset({"p"}), compared={"codes": 2, "images": 1})
    assert "1 place, 1 page\nCompared: 2 pieces of code, 1 picture\n" in looked.words()
    assert "Compared: nothing" in Looked().words()


def test_words_say_that_nothing_was_found_and_what_came_nearest() -> None:
    looked = Looked(pages=12, nearest=(near("spec.pdf", 0.41),)).count("refused", "robots.txt", 3)
    words = looked.words()
    assert "12 pages" in words and "0 new" in words
    assert "Refused: 3 (3 robots.txt)" in words
    assert "0.41, a hit from 0.50" in words
