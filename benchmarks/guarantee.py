"""Trials of the promise that any shared run of 27 letters and digits, or 27 tokens, is a candidate.

Each trial plants a run of one protected part on a page, between foreign text, cut over lines, at
the edges of the page or of the part, or inside an unwrapped form, and goes the whole page path.
"""

import base64
import gzip
import html
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.common import machine
from benchmarks.wrapped_forms import WRAPPED
from fingerprints import kinds, snapshot
from fingerprints.blobs import Blobs
from fingerprints.content import Code, Content, Text
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.lexer import BUILTINS, KEYWORDS
from fingerprints.snapshot import Snapshot
from matcher.page import Matcher
from matcher.thresholds import SHIPPED

RUN = 27
PARTS, PLANTED = 400, 200  # works of each sort; runs on one page
TRIALS, REGISTERS = 1_000_000, 20
RESULT = Path(__file__).parent / "results" / "guarantee.md"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WORDS = tuple(f"{a}{b}{c}" for a in "bdfglmnprst" for b in "aeiou" for c in ("", "n", "rk", "lla"))
SIGNS = ("=", "+", "(", ")", "[", "]", "<", "*", ".", "-", "&", "|")
KEYS = Keys(b"k" * 32)
FIXED = BUILTINS | KEYWORDS  # which nobody renames
Run = list[str]  # units

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "html": lambda text: f"<pre>{html.escape(text)}</pre><p>a</p><p>b</p>",
    "json": lambda text: json.dumps({"a": text, "b": 'a "b" \\ c'}),
    "url": lambda text: quote_plus(f"{text} {{}}"),
    "base64": lambda text: f"here: {base64.b64encode(text.encode()).decode()} end",
    "gzip": lambda text: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(),
    "hex": lambda text: text.encode().hex(),
    "diff": lambda text: "\n".join(f"+{line}" for line in f"{text}\n\n\n\n\n\n".split("\n")),
    "zero width": "\u200b".join,
    **WRAPPED,
}


def letters(chance: random.Random, count: int) -> Run:
    """Random letters and digits; any twenty in a row hold 8 different ones, 4 of them past f."""
    found: Run = []
    while len(found) < count:
        last = [*found[-19:], chance.choice(LETTERS)]
        different, left = set(last), 20 - len(last)  # at the start, what is missing may still come
        if len(different) + left >= 8 and sum(unit > "f" for unit in different) + left >= 4:
            found.append(last[-1])
    return found


def tokens(chance: random.Random, count: int) -> Run:
    """Random names, signs and numbers, as in code: enough different names in any twenty."""
    found: Run = []
    while len(found) < count:
        name = chance.choice(WORDS) + chance.choice(WORDS)
        if name in FIXED:
            continue
        found += [
            name,
            chance.choice(SIGNS),
            chance.choice(("7", name, "if", chance.choice(SIGNS))),
        ]
    return found[:count]


def plant_letters(run: Run, chance: random.Random) -> str:
    """Letters in other spacing, punctuation and case, over one line or two."""
    cut = chance.randrange(len(run))
    text = "".join(run[:cut]) + chance.choice(("", " - ", "\n", "\n    ")) + "".join(run[cut:])
    return text.upper() if chance.random() < 0.5 else text


def plant_tokens(run: Run, chance: random.Random) -> str:
    """Tokens in other spacing, with other names, over one line or several."""
    if chance.random() < 0.5:
        names = {
            unit: f"v{number}" for number, unit in enumerate(dict.fromkeys(run)) if unit in run
        }
        run = [names[unit] if unit.isalpha() and unit != "if" else unit for unit in run]
    return "".join(unit + chance.choice((" ", " ", "\n")) for unit in run)


def foreign(chance: random.Random) -> str:
    """A few signs that no protected part has."""
    return (
        "\n"
        + " ".join(chance.choices(("ööö", "ßß", ";", "ææ", "{", "}"), k=chance.randrange(5)))
        + "\n"
    )


class Trials:
    """A register of random works, and pages that hold runs of them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same trials every time
        self.letters = [letters(self.chance, 400) for _ in range(PARTS)]
        self.tokens = [tokens(self.chance, 400) for _ in range(PARTS)]
        works: list[tuple[str, Content]] = [
            (f"t{number}", Text("".join(units))) for number, units in enumerate(self.letters)
        ]
        works += [(f"c{number}", Code(" ".join(u))) for number, u in enumerate(self.tokens)]
        context = Context(KEYS, Blobs(folder / "blobs"))
        entries = [
            snapshot.Entry(name, name, kind, value, 0)
            for name, work in works
            for kind, value in kinds.take(work, context)
        ]
        path = snapshot.write(folder / "snapshots", entries, KEYS)
        named = replace(SHIPPED, listed=2 * PARTS)
        self.matcher = Matcher(Snapshot.open(path, KEYS), context, named)

    def page(self, form: str) -> list[str]:
        """The works whose runs were planted on one page and are no candidates: none, we say."""
        chance = self.chance
        numbers = chance.sample(range(PARTS), PLANTED)
        pieces = []
        for at, number in enumerate(numbers):
            units, plant = (
                (self.letters[number], plant_letters)
                if at % 2
                else (self.tokens[number], plant_tokens)
            )
            edge = chance.choice((0, len(units) - RUN, chance.randrange(len(units) - RUN)))
            pieces.append(plant(units[edge : edge + RUN], chance))
        text = foreign(chance).join(pieces)
        examined = self.matcher.examine([Text(FORMS[form](text))])
        found = {(asset, kind) for asset, _, kind, _ in examined.candidates}
        return [
            f"{form}: {pieces[at]!r}"
            for at, number in enumerate(numbers)
            if ((f"t{number}", "text_chars@1") if at % 2 else (f"c{number}", "code_tokens@1"))
            not in found
        ]


def misses(count: int, folder: Path, seed: int = 1) -> list[str]:
    """Run at least so many trials over all forms; what was missed."""
    trials = Trials(folder, seed)
    names = list(FORMS)
    missed: list[str] = []
    for number in range(-(-count // PLANTED)):
        missed += trials.page(names[number % len(names)])
    return missed


def _misses(seed: int) -> tuple[int, list[str]]:
    with tempfile.TemporaryDirectory() as name:
        return seed, misses(TRIALS // REGISTERS, Path(name), seed)


def main() -> int:
    """A million trials; writes the result, and gives 1 when one was missed."""
    before = time.monotonic()
    missed: list[str] = []
    with Pool(2) as pool:
        for seed, some in pool.imap_unordered(_misses, range(1, REGISTERS + 1)):
            print(f"register {seed} of {REGISTERS}: {len(some)} missed", flush=True)
            missed += some
    minutes = (time.monotonic() - before) / 60
    page = (
        f"# The guarantee\n\n{__doc__}\n"
        f"`python -m benchmarks.guarantee` ({machine('numpy')}; {minutes:.0f} minutes in two "
        f"processes):\n{TRIALS:,} shared runs of {RUN}, half of them letters and digits, half "
        f"tokens; {REGISTERS} registers\nof {2 * PARTS} random works each; {len(FORMS)} forms in "
        f"turn, {PLANTED} runs on a page.\n\n**{len(missed)} missed.**\n"
    )
    RESULT.write_text("\n".join([page, *missed[:20]]), encoding="utf-8")
    print(page, *missed[:20], sep="\n")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
