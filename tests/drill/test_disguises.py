"""Each disguise hides a text as it says, and loses nothing that it need not."""

import ast
import base64
import gzip
import html
import io
import json
import re
import tarfile
import zipfile
from random import Random
from urllib.parse import parse_qs

import pypdf
import pytest

from copywatch.drill import excerpt, noise, source
from copywatch.drill.disguise import Disguise, Disguised, TooSmall
from copywatch.drill.disguises import BY_NAME, DISGUISES

CODE = '''"""What a kiln does."""

import math
from pathlib import (
    Path,
    PurePath,
)


def warmth(rows: list[float], start: float = 20.0) -> float:
    """The mean warmth above the start."""
    total = sum(row - start for row in rows)  # never below
    marker = "# no comment"
    if not rows or marker == "total rows":
        raise ValueError("rows are missing")
    return total / len(rows) + math.pi * 0


class Kiln:
    """It cools slowly."""

    def cool(self, hours: float) -> float:
        steady = max(hours, 0.25) * self.rate_of_loss
        return warmth([steady, steady * 2, steady * 3], start=steady)
'''
LONG = "".join(f"    batch_{n} = fired(kiln_{n}, hours={n})\n" for n in range(30))
SCRIPT = """// how long
const glaze = /[/"']+/g; /* all "of"
them */
const kiln = { name: "// not this", path: `at ${glaze.source}/x` };
export function fire(kiln) { return kiln.name + 'it\\'s'; }
"""
GO = """package kiln // a kiln
// Fire burns.
func Fire(wood int) string { return `// raw` + "/*" + name(wood) }
"""
PROSE = "\n\n".join(
    f"The glaze of batch {n} was dull. Nobody knew why it went so, and the {n} jars were sold."
    for n in range(30)
)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def made(name: str, body: str = CODE, language: str = "python", seed: int = 4) -> Disguised:
    return BY_NAME[name].make(body, language, chance(seed))


def shown(name: str, body: str = CODE, language: str = "python") -> str:
    return made(name, body, language).data.decode()


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.name)
def test_the_same_chance_gives_the_same_page_and_a_name_that_says_what_it_is(
    disguise: Disguise,
) -> None:
    body, language = (CODE + LONG, "python") if disguise.for_code else (PROSE, "")
    one, two = (disguise.make(body, language, chance(9)) for _ in range(2))
    assert one == two
    assert one.data
    assert re.fullmatch(r"page\.(py|txt|html|json|md|ipynb|zip|tar|pdf)", one.name)


def test_there_are_twenty_ways_and_more_for_code_and_for_prose() -> None:
    assert len(BY_NAME) == len(DISGUISES)
    assert sum(disguise.for_code for disguise in DISGUISES) >= 20
    assert sum(disguise.for_prose for disguise in DISGUISES) >= 20


def test_names_change_everywhere_alike_while_keywords_builtins_and_strings_stay() -> None:
    text = shown("identifiers renamed")
    old = {node.name for node in ast.walk(ast.parse(CODE)) if isinstance(node, ast.FunctionDef)}
    new = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert len(new) == 2 and not old & set(new)
    for kept in (
        '"# no comment"',
        "# never below",
        "The mean warmth",
        "ValueError",
        "sum(",
        "max(",
    ):
        assert kept in text
    for gone in ("rate_of_loss", "PurePath", "def warmth", "Kiln:"):
        assert gone not in text
    assert len(re.findall(rf"\b{new[0]}\(", text)) == 2
    assert text.count("\n") == CODE.count("\n")


def test_comments_and_docstrings_go_and_strings_that_look_like_them_stay() -> None:
    text = shown("comments stripped")
    assert '"# no comment"' in text and "never below" not in text
    assert "mean warmth" not in text and "What a kiln" not in text
    assert "\n\n" not in text
    script = source.without_comments(SCRIPT, "javascript")
    assert "how long" not in script and "them */" not in script
    assert "/[/\"']+/g" in script and '"// not this"' in script and "'it\\'s'" in script
    go = source.without_comments(GO, "go")
    assert (
        go == 'package kiln\nfunc Fire(wood int) string { return `// raw` + "/*" + name(wood) }\n'
    )


def test_holes_in_javascript_strings_are_renamed_with_the_rest() -> None:
    text = source.renamed(SCRIPT, "javascript", chance(1))
    assert "glaze" not in text
    name = re.findall(r"const (\w+) =", text)[0]
    assert f"${{{name}." in text


def test_an_excerpt_has_enough_letters_and_neither_imports_nor_a_licence() -> None:
    body = "# Copyright 2020 the potters\n# who may share it\n" + CODE
    for seed in range(30):
        chosen = excerpt.excerpt(body, 5, chance(seed))
        assert chosen is not None
        assert chosen.text == body[chosen.start : chosen.end]
        assert sum(map(str.isalnum, chosen.text)) >= 70
        assert not {"import", "Path", "Copyright", "share"} & set(re.findall(r"\w+", chosen.text))
        assert chosen.text.split("\n")[0] == body.split("\n")[chosen.first_line - 1]


def test_an_excerpt_of_changed_text_says_where_it_stood_in_the_original() -> None:
    changed = source.renamed(source.blanked(CODE, "python"), "python", chance(3))
    chosen = excerpt.excerpt(CODE, 5, chance(3), changed)
    assert chosen is not None
    lines = chosen.text.split("\n")
    assert len(lines) == 5 and all(line.strip() for line in lines)
    original = CODE[chosen.start : chosen.end].split("\n")
    assert len(original) == chosen.last_line - chosen.first_line + 1 >= 5
    assert len(lines[0]) - len(lines[0].lstrip()) == len(original[0]) - len(original[0].lstrip())


def test_a_work_without_enough_lines_is_too_small() -> None:
    with pytest.raises(TooSmall):
        made("20 lines", "x = 1\n" * 50)


def test_what_is_encoded_decodes_to_the_work() -> None:
    line = re.search(r'"([A-Za-z0-9+/=]+)"', shown("base64"))
    assert line and base64.b64decode(line[1]).decode() == CODE
    wrapped = shown("base64 wrapped in prose").split("\n\n")[1]
    assert max(map(len, wrapped.split("\n"))) == 76
    assert base64.b64decode(wrapped).decode() == CODE
    head, _, tail = shown("base64 starting mid-line").split("\n\n")[1].partition(": ")
    assert head[0].isupper() and base64.b64decode(tail).decode() == CODE
    packed = shown("gzip+base64").split("\n\n")[1]
    assert gzip.decompress(base64.b64decode(packed)).decode() == CODE
    assert bytes.fromhex(shown("hex").split("\n\n")[1]).decode() == CODE
    assert parse_qs(shown("url-encoded").split("\n\n")[1])["text"] == [CODE]
    assert json.loads(shown("JSON-escaped"))["files"][0]["content"] == CODE
    assert html.escape(CODE) in shown("HTML-escaped")


def test_framed_and_packed_works_are_whole() -> None:
    numbered = shown("line-number prefix").rstrip("\n").split("\n")
    assert [line[4:] for line in numbered] == CODE.rstrip("\n").split("\n")
    patched = re.findall(r"(?m)^[+ ](?!\+)(.*)$", shown("patch in an issue comment"))
    assert "\n".join(patched) == CODE.rstrip("\n")
    book = json.loads(shown("notebook"))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    assert "\n".join(cells) == CODE.rstrip("\n")
    with zipfile.ZipFile(io.BytesIO(made("zip archive").data)) as archive:
        assert archive.read("stuff/part.py").decode() == CODE
    with tarfile.open(fileobj=io.BytesIO(made("tar archive").data)) as tar:
        assert tar.getnames() == ["stuff/README.txt", "stuff/part.py"]


@pytest.mark.parametrize("body", [CODE * 9, "Ключ печи № 5 — 窯の鍵\n" * 80], ids=["latin", "wide"])
def test_a_pdf_of_many_pages_gives_its_letters_back(body: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made("PDF", body).data))
    assert len(reader.pages) > 1
    text = "".join(page.extract_text() for page in reader.pages)
    assert "".join(text.split()) == "".join(body.split())


def test_letters_are_hidden_swapped_and_misread_at_the_stated_shares() -> None:
    body = PROSE * 4
    signs = sum(not c.isspace() for c in body)
    hidden = shown("zero-width characters", body, "")
    assert 0.17 < (len(hidden) - len(body)) / len(body) < 0.23
    assert hidden.translate(dict.fromkeys(map(ord, noise.HIDDEN))) == body
    swapped = shown("homoglyphs", body, "")
    assert 0.15 < sum(a != b for a, b in zip(body, swapped, strict=True)) / signs < 0.32
    for share in (0.01, 0.03, 0.05):
        misread = noise.misread(body, chance(5), share)
        kept = sum(a == b for a, b in zip(body.split(), misread.split(), strict=False))
        assert 0.5 * share < 1 - (kept / len(body.split())) < 12 * share
        assert misread != body


def test_every_fifth_word_is_another_and_sentences_change_places() -> None:
    words = re.findall(r"[^\W\d_]+", PROSE)
    others = re.findall(r"[^\W\d_]+", shown("every fifth word replaced", PROSE, ""))
    differ = [at for at, (a, b) in enumerate(zip(words, others, strict=True), 1) if a != b]
    assert differ == list(range(5, len(words) + 1, 5))
    mixed = shown("sentences reordered", PROSE, "")
    assert sorted(mixed.split()) == sorted(PROSE.split())
    assert mixed.split() != PROSE.split()
