"""Cells of a table: one code for all ways to write them, and as much told as they really tell."""

import random

import numpy as np
import pytest

from fingerprints import cell_bits, cells, table_marks, table_pairs
from fingerprints.arrays import U64
from fingerprints.blobs import Blobs
from fingerprints.content import Table
from fingerprints.keys import Keys
from fingerprints.kind import Context, Tokens
from fingerprints.winnow import keyed

KEYS = Keys(b"k" * 32)
SAME = {
    "name": ("Müller, Anna", "Anna Müller", "ANNA MULLER", "Dr. Anna M. Müller", "anna  müller"),
    "phone": (
        "+49 30 1234567", "0049301234567", "030 1234567", "030/123 45 67", "(030) 123-4567",
        "+49 (0)30 1234567", "+49-30-1234567",
    ),
    "phone of another country": ("+1 212 555 1234", "(212) 555-1234", "001 212.555.1234"),
    "date": (
        "2024-03-02", "02.03.2024", "3/2/24", "2 March 2024", "Mar 2, 2024", "2. März 2024",
        "2 marzo 2024", "2024-03-02 08:05",
    ),
    "amount": ("1234.5", "1.234,50 €", "EUR 1,234.50", "1234.50"),
    "round amount": ("1234", "1,234.00", "1.234,00 EUR"),
    "account": ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
    "address": ("anna.schmidt84@mail.example", "Anna.Schmidt84@MAIL.example"),
    "company": ("Kowalski Logistics GmbH", "KOWALSKI LOGISTICS", "Kowalski-Logistics"),
    "number": ("PO-2024-00123", "po 2024/00123", "PO2024 00123"),
}  # fmt: skip
OTHER = ("+49 30 1234568", "2024-03-03", "1234.6", "Anna Muller-Lu", "DE89370400440532013001")


@pytest.mark.parametrize("ways", SAME.values(), ids=SAME)
def test_a_cell_has_one_code_however_it_is_written(ways: tuple[str, ...]) -> None:
    read = cells.read(ways)
    assert len(set(read.codes.tolist())) == 1
    assert read.codes[0] > 0
    assert len(set(read.shapes.tolist())) == 1


def test_different_cells_have_different_codes() -> None:
    every = [ways[0] for ways in SAME.values()] + list(OTHER)
    assert len(set(cells.read(every).codes.tolist())) == len(every)


def test_cells_that_say_too_little_or_too_much_are_not_compared() -> None:
    read = cells.read(["", "-", "ab", "12", "a b c", "word " * 9, "1" * 40, "x" * 500])
    assert not read.codes.any()
    assert (read.shapes == -1).all()


def test_lines_inside_cells_do_not_shift_the_others() -> None:
    one, other = cells.read(["a\nline", "Anna", "Bela"]), cells.read(["Anna", "Bela"])
    assert one.codes[1:].tolist() == other.codes.tolist()


def test_common_names_and_words_tell_less_than_rare_ones() -> None:
    common, rare = cells.read(["Anna", "Smith", "London", "house"]), cells.read(["Xanthorrhoea"])
    assert common.bits.max() < rare.bits.min()


def test_a_town_of_several_words_does_not_make_each_of_them_common() -> None:
    town, name = cells.read(["San Marino", "Marino"]).bits
    assert town < 8.0
    assert name > 9.0


def test_a_word_in_no_list_is_hardly_ever_taken_for_a_common_one() -> None:
    chance = random.Random(8)  # noqa: S311 - the same words every time
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=14)) for _ in range(20_000)]
    assert np.count_nonzero(cells.read(words).bits < cell_bits.UNKNOWN) < 40


def test_the_shipped_frequencies_survive_packing() -> None:
    slots = cell_bits.known()
    assert 100_000 < np.count_nonzero(slots) < 200_000
    assert (cell_bits.unpack(cell_bits.pack(slots)) == slots).all()


@pytest.fixture
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return Context(KEYS, Blobs(tmp_path_factory.mktemp("blobs")))


def orders(count: int) -> tuple[tuple[str, ...], ...]:
    """Orders of our own: number, town, its code, state, address."""
    chance = random.Random(3)  # noqa: S311 - the same rows every time
    towns = [f"{a}{b}{c}berg" for a in "BDFGKLMNR" for b in "aeiou" for c in ("l", "n", "rt", "st")]
    rows = []
    for number in range(count):
        town = chance.randrange(len(towns))
        rows.append((
            f"{4_000_000 + number}", towns[town], f"{10_000 + 37 * town}",
            chance.choice(("open", "paid")), f"buyer{number * 7919 % 999_983}@mail.example",
        ))  # fmt: skip
    return tuple(rows)


def told(rows: tuple[tuple[str, ...], ...], context: Context) -> dict[tuple[int, int], list[float]]:
    """What pairs tell, by their columns."""
    value = table_pairs.take(Table(rows), context)
    assert value is not None
    profile = table_pairs.profile(value.lines)
    starts = value.starts.astype(np.int64)
    _, numbers, levels = table_marks.unpacked(starts, value.ends - starts)
    bits = table_marks.LEVELS[levels]
    found: dict[tuple[int, int], list[float]] = {}
    for number, one in zip(numbers.tolist(), bits.tolist(), strict=True):
        first, second = profile.pair(number)
        found.setdefault((profile.columns[first], profile.columns[second]), []).append(one)
    return found


def test_columns_of_few_values_do_not_qualify_and_running_numbers_tell_their_range(
    context: Context,
) -> None:
    pairs = told(orders(3_000), context)
    assert {column for pair in pairs for column in pair} == {0, 1, 2, 4}
    assert max(pairs[0, 1]) < table_pairs.SURE  # 3,000 numbers in a row tell twelve bits


def test_a_column_that_decides_another_adds_nothing(context: Context) -> None:
    assert (1, 2) not in told(orders(3_000), context)  # a town and its code


def test_a_table_says_what_is_watched_and_how_large_it_gets(context: Context) -> None:
    value = table_pairs.take(Table(orders(1_000)), context)
    assert value is not None
    text = table_pairs.told(value)
    assert text.startswith("columns 1, 2, 3 and 5 are watched: ")
    assert f"{len(value.hashes):,} pairs" in text
    assert f"{16 * len(value.hashes) / 1e6:.1f} MB" in text


def enumerated(store: U64, names: U64, keys: Keys | None) -> int:
    """How many telephone numbers a thief learns who knows the names, and tries every number."""
    guesses = cells.read([f"030 555{n:04d}" for n in range(10_000)]).codes
    learnt = 0
    for name in names:
        hashes = cells.pairs(np.full(len(guesses), name), guesses)
        if keys is not None:
            hashes = keyed(hashes, keys, table_pairs.NAME)
        learnt += int(np.isin(hashes, store).any())
    return learnt


def test_a_stolen_store_gives_no_telephone_number_without_the_key(context: Context) -> None:
    """The same attack on a store without a key gives every one, so that this test can fail."""
    names = [f"{a}{b}{c}ow" for a in "BDFGKLMNRS" for b in "aeiouäöüyj" for c in "bdfgklmnrs"]
    phones = [f"030 555{n * 7919 % 10_000:04d}" for n in range(1_000)]
    value = table_pairs.take(Table(tuple(zip(names, phones, strict=True))), context)
    assert isinstance(value, Tokens)
    known, open_ = cells.read(names), cells.read(phones)
    unkeyed = cells.pairs(known.codes, open_.codes)
    assert len(value.hashes) == 1_000
    assert enumerated(value.hashes, known.codes, None) == 0
    assert enumerated(value.hashes, known.codes[:50], Keys(b"o" * 32)) == 0
    assert enumerated(value.hashes, known.codes[:50], KEYS) == 50
    assert enumerated(unkeyed, known.codes[:50], None) == 50


def test_no_cell_is_stored_alone(context: Context) -> None:
    rows = orders(500)
    value = table_pairs.take(Table(rows), context)
    assert value is not None
    for column in range(5):
        codes = cells.read([row[column] for row in rows]).codes
        for guess in (codes, keyed(codes, KEYS, table_pairs.NAME)):
            assert not np.isin(guess, value.hashes).any()
