"""Source trees of our own making, each file built another way, so that only copies are alike."""

import random
from collections.abc import Callable

from tests.copywatch.written import WORDS, drawn

Chance = random.Random


def word(chance: Chance) -> str:
    return chance.choice(WORDS)


def number(chance: Chance) -> str:
    return str(chance.choice((chance.randint(2, 9_999), round(chance.random() * 90, 3))))


def value(chance: Chance, deep: int = 0) -> str:
    """An expression of one of twenty-two shapes."""
    one, two = word(chance), word(chance)
    if deep > 1:
        return chance.choice((one, number(chance), f"{one}.{two}"))
    inner = value(chance, deep + 1)
    other = value(chance, deep + 1)
    shapes = (
        f"{one}({inner})",
        f"{one}.{two}({inner}, {other})",
        f"({inner} {chance.choice('+-*/%')} {other})",
        f"{one}[{inner}]",
        f"[{inner} for {one} in {two}]",
        f"{{'{one}': {inner}, '{two}': {other}}}",
        f"max({inner}, {number(chance)})",
        f"({one} if {inner} else {other})",
        f"(not {one}.{two})",
        number(chance),
        f"{one}[{inner}:{number(chance)}]",
        f"{one}[-{chance.randint(1, 9)}]",
        f"{one}(*{two}, {two}={inner})",
        f"(lambda {one}: {inner})",
        f"{{{one} for {one} in {inner} if {one}.{two}}}",
        f"({inner}, {other}, {number(chance)})",
        f"{inner} <= {one} < {other}",
        f"({one} or {inner}) and {other}",
        f"'{one} {two}'.{one}({inner})",
        f"sum({one}.{two} for {one} in {inner})",
        f"{one}.{two}.{one}[{number(chance)}]",
        f"~{one} & {inner} << {chance.randint(1, 9)}",
    )
    return chance.choice(shapes)


def lines(chance: Chance, indent: str, deep: int = 0) -> list[str]:
    """A statement of one of seventeen shapes, with what stands in it."""
    shape = chance.randrange(17 if deep < 2 else 10)
    one, two = word(chance), word(chance)
    simple: tuple[Callable[[], str], ...] = (
        lambda: f"{indent}{one} = {value(chance)}",
        lambda: f"{indent}{one}.{two} += {value(chance)}",
        lambda: f"{indent}{one}.{two}({value(chance)})",
        lambda: f"{indent}assert {value(chance)}, '{one} {two}'",
        lambda: f"{indent}{one}, {two} = {value(chance)}",
        lambda: f"{indent}{one}[{value(chance)}] = {two} = {value(chance)}",
        lambda: f"{indent}del {one}.{two}[{value(chance)}]",
        lambda: f"{indent}raise {one.title()}Error({value(chance)}) from {two}",
        lambda: f"{indent}{one} |= {value(chance)} ^ {two}",
        lambda: f"{indent}yield {value(chance)}",
    )
    if shape < 10:
        return [simple[shape]()]
    heads = (
        f"for {one} in {value(chance)}:",
        f"while {value(chance)}:",
        f"if {value(chance)} > {number(chance)}:",
        f"with {one}.{two}({number(chance)}) as {one}:",
        f"if not {value(chance)}:",
        f"async with {one}({value(chance)}) as ({one}, {two}):",
        "try:",
    )
    head = heads[shape - 10]
    body = block(chance, indent + "    ", deep + 1, chance.randint(1, 3))
    tail = [f"{indent}except {two.title()}Error:", f"{indent}    {one}.close()"]
    return [indent + head, *body, *(tail if head == "try:" else [])]


def block(chance: Chance, indent: str, deep: int, count: int) -> list[str]:
    return [line for _ in range(count) for line in lines(chance, indent, deep)]


def module(seed: int, functions: int = 3) -> bytes:
    """A module of some forty lines."""
    chance = drawn(seed)
    made = [f'"""The {word(chance)} {word(chance)} of bench {seed}."""', ""]
    for _ in range(functions):
        made.append(f"def {word(chance)}_{word(chance)}({word(chance)}, *{word(chance)}_s):")
        made += block(chance, "    ", 0, chance.randint(3, 5))
        made += [f"    return {value(chance)}", ""]
    return "\n".join(made).encode()


def tree(seed: int, files: int, folders: int = 10) -> dict[str, bytes]:
    """So many files in some folders."""
    return {
        f"src/{WORDS[at % folders]}/{WORDS[at % len(WORDS)]}_{at}.py": module(seed + at)
        for at in range(files)
    }
