"""Local features: keyed without changing a distance, stored, merged, sealed, and read again."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from fingerprints import image_points, snapshot, snapshot_update
from fingerprints.errors import CopywatchError
from fingerprints.image_features import Features, features
from fingerprints.image_open import Pixels
from fingerprints.image_silhouette import silhouette
from fingerprints.image_words import coded, masked, secrets
from fingerprints.keys import Keys
from fingerprints.kind import Points
from fingerprints.snapshot import Entry, Snapshot
from fingerprints.stored import value_from_bytes, value_to_bytes

KEYS, OTHER = Keys(b"a" * 32), Keys(b"b" * 32)


def scene(seed: int, size: tuple[int, int] = (400, 320)) -> Pixels:
    """A picture full of corners, another for each seed."""
    dice = np.random.default_rng(seed)
    image = Pillow.new("RGB", size, (230, 225, 210))
    draw = ImageDraw.Draw(image)
    for _ in range(70):
        x, y = int(dice.integers(0, size[0])), int(dice.integers(0, size[1]))
        w, h = dice.integers(8, 70, 2).tolist()
        colour = tuple(dice.integers(0, 255, 3).tolist())
        draw.rectangle((x, y, x + w, y + h), fill=colour)
        draw.line((x, y, x + h, y - w), fill=tuple(dice.integers(0, 255, 3).tolist()), width=3)
    return np.asarray(image)


def entry(name: str, seed: int, keys: Keys = KEYS) -> Entry:
    return Entry(
        name, f"{name}.jpg", image_points.NAME, image_points.describe(scene(seed), keys), 0
    )


def nearest(one: Features, other: Features) -> float:
    return float(np.median((one.descriptors @ other.descriptors.T).max(axis=1)))


def test_a_mirrored_picture_has_the_mirrored_features() -> None:
    pixels = scene(1)
    flipped = features(np.ascontiguousarray(pixels[:, ::-1]), 448, 450)
    computed = features(pixels, 448, 450).mirrored(pixels.shape[1])
    assert nearest(computed, flipped) > 0.99
    assert nearest(features(pixels, 448, 450), flipped) < 0.9
    back = computed.mirrored(pixels.shape[1])
    assert np.allclose(back.places[:, :2], features(pixels, 448, 450).places[:, :2], atol=1e-3)


def test_features_are_spread_and_never_more_than_asked() -> None:
    pixels = np.concatenate([scene(2), np.full_like(scene(2), 255)])
    pixels[330:370, 10:60] = scene(3)[:40, :50]
    found = features(pixels, 448, 100)
    assert len(found) <= 100
    assert (found.places[:, 1] > 320).any()
    assert np.allclose(np.linalg.norm(found.descriptors, axis=1), 1, atol=1e-3)


def test_little_contrast_is_described_where_a_picture_has_little_else() -> None:
    clear = scene(5)
    pale = (128 + (clear.astype(np.float32) - 128) * 0.2).astype(np.uint8)
    asked = (448, 10_000, 10_000)
    assert len(features(pale, *asked, 0.1)) == len(features(pale, *asked)) > 200
    assert 200 <= len(features(clear, *asked, 0.1)) < len(features(clear, *asked))


def test_a_key_keeps_every_distance_and_every_meeting_of_words() -> None:
    descriptors = features(scene(4), 448, 200).descriptors
    plain = [coded(descriptors, keys) for keys in (KEYS, OTHER)]
    first, second = (np.bitwise_count(c.plain[:, None] ^ c.plain[None]).sum(axis=2) for c in plain)
    assert (first == second).all()
    one, other = (c.words[:, 0] for c in plain)
    assert ((one[:, None] == one[None]) == (other[:, None] == other[None])).all()
    for code, keys in zip(plain, (KEYS, OTHER), strict=True):
        words = code.words[:, 0]
        assert (masked(words, masked(words, code.plain, keys), keys) == code.plain).all()


def test_without_the_key_words_and_bits_say_nothing() -> None:
    one, other = (image_points.describe(scene(5), keys) for keys in (KEYS, OTHER))
    assert (one.words == other.words).mean() < 0.02
    apart = np.bitwise_count(one.codes ^ other.codes).sum(axis=1)
    assert 58 < float(apart.mean()) < 70
    assert sorted(secrets(KEYS).words.tolist()) == list(range(len(secrets(KEYS).words)))


def test_what_would_show_the_picture_is_only_in_the_sealed_body() -> None:
    value = image_points.describe(scene(6), KEYS)
    public, places = value_to_bytes(value)
    assert places == value.body
    held = image_points.kept(places)
    assert held.thumb.shape == (166, 208, 3)
    assert (held.width, held.height) == (400, 320)
    assert held.xy.tobytes() not in public and b"JFIF" not in public
    again = value_from_bytes(public, places)
    assert isinstance(again, Points)
    assert again.words.tolist() == value.words.tolist()
    assert again.codes.tolist() == value.codes.tolist()
    assert again.poses.tolist() == value.poses.tolist()


@pytest.mark.parametrize("body", [b"", b"\x01\x00", image_points.HEAD.pack(9, 9, 400, 0) + b"x"])
def test_a_damaged_body_is_told(body: bytes) -> None:
    with pytest.raises(CopywatchError, match="damaged"):
        image_points.kept(body)


def test_a_picture_without_corners_has_no_points() -> None:
    assert not len(image_points.describe(np.full((300, 300, 3), 250, np.uint8), KEYS).words)


def test_an_entry_comes_back_from_the_snapshot(tmp_path: Path) -> None:
    made = entry("a", 7)
    assert isinstance(made.value, Points)
    opened = Snapshot.open(snapshot.write(tmp_path, [made, entry("b", 8)], KEYS), KEYS)
    number = next(n for n in (0, 1) if opened.entry(n).asset == "a")
    own = opened.points.entry(number)
    code = coded(features(scene(7), image_points.LONGEST, image_points.MOST).descriptors, KEYS)
    assert own.bits.tolist() == code.plain.tolist()
    assert np.abs(own.places[:, :2] - own.kept.xy).max() == 0
    seen = opened.points.near(code.words, code.plain, 0)
    assert (seen.entries == number).sum() >= 0.9 * len(code.plain)
    assert opened.verify() == []


def test_a_picture_is_found_under_a_second_after_it_was_added(tmp_path: Path) -> None:
    path = snapshot.write(tmp_path, [entry(f"n{n}", 100 + n) for n in range(20)], KEYS)
    new = image_points.describe(scene(9), KEYS)
    before = time.process_time()
    added = Entry("new", "new.jpg", image_points.NAME, new, 0)
    none = np.empty(0, np.uint64)
    opened = Snapshot.open(snapshot_update.updated(path, none, [added], KEYS), KEYS)
    code = coded(features(scene(9), 448, 450).descriptors, KEYS, 4)
    seen = opened.points.near(code.words, code.plain, 10)
    assert time.process_time() - before < 1
    counts = np.bincount(seen.entries)
    assert opened.entry(int(counts.argmax())).asset == "new"


def test_merging_and_removing_keep_what_counts(tmp_path: Path) -> None:
    whole = [entry(f"n{n}", n) for n in range(6)]
    direct = Snapshot.open(snapshot.write(tmp_path / "direct", whole, KEYS), KEYS)
    path = snapshot.write(tmp_path / "steps", whole[:2], KEYS)
    for n in range(2, 6):
        path = snapshot_update.updated(path, np.empty(0, np.uint64), [whole[n]], KEYS)
    stepped = Snapshot.open(path, KEYS)
    assert len(stepped.segments) == 1
    for name in ("words", "codes", "poses", "ranks"):
        one, other = (s.segments[0].arrays[f"points/{name}"].tolist() for s in (direct, stepped))
        assert sorted(map(str, one)) == sorted(map(str, other))
    gone = np.array([stepped.mark(0)], np.uint64)
    left = Snapshot.open(snapshot_update.updated(path, gone, [], KEYS), KEYS)
    name = stepped.entry(0).asset
    code = coded(features(scene(int(name[1:])), 448, 450).descriptors, KEYS, 4)
    seen = left.points.near(code.words, code.plain, 0)
    assert name not in {left.entry(n).asset for n in np.unique(seen.entries).tolist()}


def test_a_product_on_a_plain_ground_has_a_silhouette_and_a_street_has_none() -> None:
    ground = np.full((200, 200, 3), 245, np.uint8)
    ground[60:140, 50:150] = scene(1)[:80, :100]
    found = silhouette(ground)
    assert found is not None
    assert found[100, 100] and not found[10, 10]
    assert 0.15 < float(found.mean()) < 0.25
    noise = np.random.default_rng(1).integers(0, 255, (90, 90, 3), dtype=np.uint8)
    assert silhouette(noise) is None
    assert silhouette(np.full((90, 90, 3), 9, np.uint8)) is None
