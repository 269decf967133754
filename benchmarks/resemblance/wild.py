"""Beyond the labelled sets: installed Python files against each other and renamed copies."""

import ast
import builtins
import io
import keyword
import random
import sysconfig
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matcher.resemblance import resemblance

SIZES = range(1_500, 40_000)  # bytes of a file
EACH = 150  # pairs of each sort
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of pairs: how many, how many got no opinion, and how many were called likely."""

    name: str
    copies: bool
    told: tuple[float, ...]
    silent: int

    @property
    def likely(self) -> int:
        """How many were told to be copies rather than not."""
        return sum(one >= LIKELY for one in self.told)


def measured() -> list[Sort]:
    """Every sort; the same pairs in the same environment."""
    chance = random.Random("resemblance")  # noqa: S311  # a sample, no secret
    packages = list(_packages().values())
    chance.shuffle(packages)
    return [
        _sort("renamed, comments gone", _renamed(packages, chance), copies=True),
        _sort("two files of one package", _same(packages, chance), copies=False),
        _sort("files of two packages", _others(packages, chance), copies=False),
    ]


def _sort(name: str, pairs: Iterator[tuple[str, str]], *, copies: bool) -> Sort:
    told, silent = [], 0
    for work, suspect in pairs:
        opinion = resemblance(work, suspect)
        silent += opinion is None
        if opinion:
            told.append(opinion.probability)
        if len(told) == EACH:
            break
    return Sort(name, copies, tuple(sorted(told)), silent)


def _packages() -> dict[str, list[Path]]:
    folder = Path(sysconfig.get_path("purelib"))
    found = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        inner = path.relative_to(folder).parts
        if path.stat().st_size in SIZES and len(inner) > 1:
            found[inner[0]].append(path)
    return {name: files for name, files in found.items() if len(files) > 3}


def _same(packages: list[list[Path]], chance: random.Random) -> Iterator[tuple[str, str]]:
    for files in packages * 20:
        one, two = chance.sample(files, 2)
        yield _text(one), _text(two)


def _others(packages: list[list[Path]], chance: random.Random) -> Iterator[tuple[str, str]]:
    for _ in range(20 * EACH):
        one, two = chance.sample(packages, 2)
        yield _text(chance.choice(one)), _text(chance.choice(two))


def _renamed(packages: list[list[Path]], chance: random.Random) -> Iterator[tuple[str, str]]:
    for files in packages * 5:
        text = _text(chance.choice(files))
        try:
            yield text, renamed(text)
        except (SyntaxError, tokenize.TokenError):
            continue


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def renamed(text: str) -> str:
    """Every name that the file itself gives is another, and comments are gone; docstrings stay."""
    own = _own(text)
    lines = [*io.StringIO(text).readlines(), ""]
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for token in reversed(tokens):
        row, start = token.start
        line = lines[row - 1]
        if token.type == tokenize.COMMENT:
            lines[row - 1] = line[:start] + line[token.end[1] :]
        elif token.type == tokenize.NAME and token.string in own:
            lines[row - 1] = line[:start] + own[token.string] + line[token.end[1] :]
    return "".join(lines)


def _own(text: str) -> dict[str, str]:
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    public = set(dir(builtins)) | set(keyword.kwlist) | {"self", "cls"}
    wanted = dict.fromkeys(name for name in names if name not in public)
    return {name: f"n{number}" for number, name in enumerate(wanted)}
