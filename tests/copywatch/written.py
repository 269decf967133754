"""Works written for these tests: prose, code, customers and pictures that nobody else has."""

import io
import random
from pathlib import Path

from PIL import Image, ImageDraw

VOCABULARY = (
    "valve spring seat brass nozzle gasket torque flange rubber pressure bench tester drawing "
    "supplier batch surface hardness turning polished furnace sample copper thread collar bolt "
    "washer housing piston sleeve bearing shaft coupling sensor cable terminal fixture jig mould "
    "cavity runner gate ejector cooling channel temperature curve tolerance inspection record"
)
FIRST = "Ansa Berit Cosmin Dorte Elif Farid Gunn Hedvig Ivo Jorun Kaisa Ludo Mirela Nils"
LAST = "Aabye Brodin Celik Dahlgren Ekmann Falk Grimstad Holub Ionesco Jelinek Krog"
WORDS = VOCABULARY.split()


def drawn(seed: int) -> random.Random:
    """The same choices for the same seed."""
    return random.Random(seed)  # noqa: S311  # made data, no secret


def prose(seed: int, sentences: int = 30) -> str:
    """Sentences of our own making; different seeds share no run of words worth a match."""
    chance = drawn(seed)
    made = []
    for _ in range(sentences):
        words = chance.choices(WORDS, k=chance.randint(9, 16))
        words[chance.randrange(len(words))] = f"{chance.randint(3, 980)} mm"
        made.append(" ".join(words).capitalize() + ".")
    return "\n".join(" ".join(made[at : at + 3]) for at in range(0, len(made), 3))


def code(seed: int, functions: int = 8) -> str:
    """A Python module of our own making."""
    chance = drawn(seed)
    lines = [f'"""Control of bench {seed}."""', ""]
    for _ in range(functions):
        name, first, second = (chance.choice(WORDS) for _ in range(3))
        number = chance.randint(10, 9999)
        lines += [
            f"def {name}_{number}({first}, {second}_limit={chance.random():.3f}):",
            f"    reading_{number} = {first}.measure({number}) - {second}_limit",
            f"    if reading_{number} > {chance.randint(2, 90)}:",
            f"        {first}.close({number % 17}, reason='{second} over {number}')",
            f"        return {name}_{number}({first}, {second}_limit * {chance.random():.2f})",
            f"    {first}.log({number}, reading_{number} / {chance.randint(3, 40)})",
            f"    return reading_{number} * {chance.random():.4f} + len({first}.{second}s)",
            "",
        ]
    return "\n".join(lines)


def customers(seed: int, rows: int = 60) -> list[tuple[str, str, str, str]]:
    """Names, towns, e-mail addresses and telephone numbers of nobody."""
    chance = drawn(seed)
    made = []
    for _ in range(rows):
        one, two = chance.choice(FIRST.split()), chance.choice(LAST.split())
        number = (
            f"+47 {chance.randint(200, 999)} {chance.randint(10, 99)} {chance.randint(100, 999)}"
        )
        mail = f"{one.lower()}.{two.lower()}{chance.randint(1, 999)}@post.example"
        made.append((f"{one} {two}", mail, number, f"{chance.randint(1000, 9999)} Fjordby"))
    return made


def picture(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A drawn thing on a plain ground; each seed gives another shape and colours."""
    chance = drawn(seed)
    made = Image.new("RGB", size, (244, 244, 240))
    draw = ImageDraw.Draw(made)
    for _ in range(14):
        left, top = chance.randint(40, size[0] - 200), chance.randint(40, size[1] - 160)
        box = (left, top, left + chance.randint(30, 160), top + chance.randint(30, 120))
        colour = tuple(chance.randint(0, 230) for _ in range(3))
        shape = chance.choice((draw.ellipse, draw.rectangle, draw.rounded_rectangle))
        shape(box, fill=colour, outline=(20, 20, 20), width=chance.randint(1, 5))
    return made


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def works(folder: Path) -> Path:
    """A folder with one work of every kind, each a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manual.md").write_text(prose(1), encoding="utf-8")
    (folder / "bench.py").write_text(code(1), encoding="utf-8")
    rows = [("name", "mail", "telephone", "town"), *customers(1)]
    table = "\n".join(",".join(row) for row in rows)
    (folder / "customers.csv").write_text(table, encoding="utf-8")
    (folder / "valve.jpg").write_bytes(jpeg(picture(1)))
    return folder
