"""The committed table of protected pictures that are alike without being copies, seen by eye."""

from pathlib import Path

from benchmarks.images.measure import Looked

TABLE = Path("benchmarks/results/image_twins.md")
UNSEEN = "not looked at"
HEAD = """# Protected pictures that are alike

Every pair of product photos that `python -m benchmarks.images` told as `same product?` in any of
its edits, each looked at by eye. A pair that is not in this table makes the benchmark fail.

| picture | protected | told as | what they are |
|---|---|---|---|
"""


def pairs(looked: list[Looked]) -> dict[tuple[str, str], set[str]]:
    """Every two different pictures of which something was said, and what."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in looked:
        for told in one.told:
            if told.verdict and told.protected != one.source:
                first, second = sorted((one.source, told.protected))
                found.setdefault((first, second), set()).add(told.verdict)
    return found


def known() -> dict[tuple[str, str], str]:
    """The pairs of the committed table with what they are."""
    if not TABLE.exists():
        return {}
    rows = [line.split("|") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {
        (row[1].strip(), row[2].strip()): row[4].strip()
        for row in rows
        if len(row) == 6 and "/" in row[1]
    }


def write(found: dict[tuple[str, str], set[str]]) -> None:
    """Write the table; what nobody has looked at yet is marked so and must be filled in."""
    told = known()
    lines = [
        f"| {pair[0]} | {pair[1]} | {', '.join(sorted(said))} | {told.get(pair, UNSEEN)} |"
        for pair, said in sorted(found.items())
    ]
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def families(found: dict[tuple[str, str], set[str]], names: list[str]) -> dict[str, str]:
    """The first name of each picture's family: pictures joined by a pair."""
    head = {name: name for name in names}
    for one, other in found:
        first, second = sorted((head[one], head[other]))
        head.update({name: first for name, top in head.items() if top == second})
    return head
