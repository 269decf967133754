"""An invented customer table; the same rows on every machine."""

import csv
import io
import random
from collections.abc import Sequence

HEADER = ("number", "name", "e-mail", "street", "town", "iban")
ROWS = 120
FIRST = ("Al", "Be", "Cor", "Da", "El", "Fre", "Gun", "Hal", "Ir", "Jo", "Kes", "Lor", "Mi", "Nor")
SECOND = ("bert", "dina", "fried", "gard", "mund", "nelia", "rik", "sina", "ta", "wig")
HOUSE = (
    "Ahl",
    "Brem",
    "Dorn",
    "Eck",
    "Falk",
    "Grün",
    "Hag",
    "Iser",
    "Kolm",
    "Lind",
    "Möll",
    "Quist",
)
ENDING = ("auer", "bach", "feld", "gren", "hoff", "mann", "rud", "stedt", "wein")
STREETS = ("Mill Lane", "Harbour Row", "Lime Walk", "Station Road", "Upper Weir", "Cooper's Yard")
TOWNS = ("Aldersund", "Brackwater", "Cold Ferry", "Dunmarsh", "Ostermoor", "Pellworthy")


def customers(seed: int = 7, rows: int = ROWS) -> list[tuple[str, ...]]:
    """Rows under HEADER."""
    chance = random.Random(seed)  # noqa: S311  # invented people, not secrets
    made: list[tuple[str, ...]] = []
    for number in range(rows):
        first = chance.choice(FIRST) + chance.choice(SECOND)
        last = chance.choice(HOUSE) + chance.choice(ENDING)
        mail = f"{first}.{last}{chance.randrange(10, 99)}@post.example".lower()
        street = f"{chance.choice(STREETS)} {chance.randrange(1, 140)}"
        account = f"XX{chance.randrange(10, 99)} {chance.randrange(10**15, 10**16)}"
        name = f"{first} {last}"
        made.append((f"C{40312 + 7 * number}", name, mail, street, chance.choice(TOWNS), account))
    return made


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """The rows as a file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()
