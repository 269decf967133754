"""Which links are followed: to what is shown, never to what acts or asks to be filled in."""

import pytest

from spiders.web.links import never


@pytest.mark.parametrize(
    "path",
    [
        "catalogue/valve_7/reviews/add/", "p/7/write-review", "p/7/write-a-review.html",
        "blog/7/add-comment", "p/7/reviews/new", "wiki/Valve/edit", "questions/7/vote",
        "item/7/leave-a-comment/", "basket/", "accounts/login/?next=/p/7", "user/register",
        "p/7?add-to-cart=7", "wishlist/add/7", "compare/7",
    ],
)  # fmt: skip
def test_forms_and_actions_are_not_followed(path: str) -> None:
    assert never(f"https://shop.example/{path}")


@pytest.mark.parametrize(
    "path",
    [
        "catalogue/valve_7/", "catalogue/valve_7/reviews/", "new/", "p/add-on-kit",
        "p/editor-desk", "removed-stock", "p/7/new", "writers/7", "votes/2026", "p/water-flag-set",
        "blog/how-to-write-a-review-of-a-pump-7",
    ],
)  # fmt: skip
def test_pages_that_only_sound_like_it_are(path: str) -> None:
    assert not never(f"https://shop.example/{path}")
