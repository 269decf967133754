"""Works are fingerprinted, reported part by part, and stored without quoting them."""

import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture
from reportlab.pdfgen.canvas import Canvas

from fingerprints import protect_parts
from fingerprints.blobs import Blobs
from fingerprints.content import Content, Image, Text
from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.keys import Keys
from fingerprints.kind import Context
from fingerprints.protect import Request, protect, protect_contents
from fingerprints.protect_report import AssetReport, PartReport
from fingerprints.register import Register
from fingerprints.works import Asset

Works = Callable[[dict[str, str | bytes]], Path]
LICENCE = """MIT License. Copyright (c) 2020 Somebody.
Permission is hereby granted, free of charge, to any person obtaining a copy of it, and so on,
in words that everybody knows."""


def photo(seed: int = 1) -> bytes:
    """Soft blobs of colour: a picture with something to recognise."""
    noise = np.random.default_rng(seed).integers(0, 255, (9, 12, 3), np.uint8)
    return saved(Picture.fromarray(noise).resize((360, 270), Picture.Resampling.BICUBIC))


def saved(picture: Picture.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "png")
    return file.getvalue()


def white() -> bytes:
    return saved(Picture.new("RGB", (300, 200), "white"))


def pdf(*pages: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for number in range(0, len(page), 80):
            canvas.drawString(30, 800 - number / 5, page[number : number + 80])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def run(
    register: Register, *paths: Path, each: bool = False, keep: bool = False
) -> list[AssetReport]:
    return list(protect(Request(paths=paths, each=each, keep=keep), register).assets)


def by_name(work: AssetReport) -> dict[str, PartReport]:
    return {part.name: part for part in work.parts}


def test_a_tree_is_one_work_whose_parts_are_its_files(
    register: Register, works: Works, code: str, prose: str
) -> None:
    root = works({"src/a.py": code, "b.txt": prose, "vendor/x.js": code})
    (work,) = run(register, root)
    assert (work.asset, work.saved, work.right) == ("works", "new", "software")
    assert {"code_tokens@1", "code_members@1"} <= set(by_name(work)["src/a.py"].kinds)
    assert "text_words@1" in by_name(work)["b.txt"].kinds
    assert work.skipped == {"vendor": "code of others or built files"}
    assert [part.name for part in register.parts("works")] == ["b.txt", "src/a.py"]


def test_every_sort_of_work_gets_fingerprints(register: Register, works: Works, prose: str) -> None:
    rows = "".join(f"Person {n},+49 30 {n * 7919:07d},Street {n}\n" for n in range(40))
    root = works({"a.pdf": pdf(prose), "b.png": photo(), "c.csv": rows, "d.html": f"<p>{prose}"})
    kinds = {part.name: part.kinds for part in run(register, root)[0].parts}
    assert kinds["b.png"] == ("image_hash@1", "image_points@1")
    assert kinds["c.csv"] == ("table_pairs@3",)
    assert {"text_chars@1", "text_words@1"} <= set(kinds["a.pdf#1"]) & set(kinds["d.html"])


def test_protecting_again_is_a_no_op(register: Register, works: Works, prose: str) -> None:
    root = works({"a.txt": prose, "b.png": photo(), "white.png": white()})
    first = run(register, root)[0]
    published = register.publish()
    second = run(register, root)[0]
    assert (first.saved, second.saved) == ("new", "same")
    assert all(part.same for part in second.parts)
    assert [part.refused for part in first.parts] == [part.refused for part in second.parts]
    assert register.publish() == published


def test_what_was_read_by_an_older_edition_is_read_again(
    register: Register, works: Works, prose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = works({"b.txt": prose})
    monkeypatch.setattr(protect_parts, "EDITION", protect_parts.EDITION - 1)
    run(register, root)
    monkeypatch.undo()
    assert [run(register, root)[0].saved for _ in range(2)] == ["changed", "same"]


def test_a_changed_file_is_a_new_revision_and_the_others_stay(
    register: Register, works: Works, prose: str, code: str
) -> None:
    root = works({"a.txt": prose, "b.py": code})
    run(register, root)
    works({"a.txt": prose + " The collar is cut from bronze, never from steel."})
    (work,) = run(register, root)
    assert work.saved == "changed"
    assert [part.same for part in work.parts] == [False, True]
    assert [part.revision for part in register.parts("works")] == [2, 1]


def test_a_deleted_file_is_forgotten(register: Register, works: Works, prose: str) -> None:
    root = works({"a.txt": prose, "b.txt": prose[::-1]})
    run(register, root)
    (root / "b.txt").unlink()
    assert run(register, root)[0].saved == "changed"
    assert [part.name for part in register.parts("works")] == ["a.txt"]


def test_what_cannot_be_protected_is_refused_in_words(
    register: Register, works: Works, prose: str
) -> None:
    root = works(
        {
            "good.txt": prose,
            "LICENSE": LICENCE,
            "scan.pdf": pdf("", prose),
            "white.png": white(),
            "broken.pdf": pdf(prose)[:300],
            "empty.txt": "",
            "noise.dat": bytes(range(256)) * 4,
            "half.png": photo()[:200],
        }
    )
    (work,) = run(register, root)
    refused = {part.name: part.refused for part in work.refused}
    assert refused.pop("half.png")
    assert refused == {
        "LICENSE": "a licence text: it stands everywhere and belongs to nobody alone",
        "scan.pdf#1": "blank: there is no text on it (a scan? protect its pictures)",
        "white.png": "a plain picture: one field of colour looks like any other",
        "broken.pdf": "a damaged or truncated pdf",
        "empty.txt": "empty",
        "noise.dat": "a binary file of unknown format",
    }
    assert all(part.protectable == 0 and not part.kinds for part in work.refused)
    assert by_name(work)["good.txt"].protectable > 0.9
    assert by_name(work)["scan.pdf#2"].protectable > 0.9


def test_code_below_a_licence_header_is_protected(
    register: Register, works: Works, code: str
) -> None:
    header = "".join(f"# {line}\n" for line in LICENCE.splitlines())
    (work,) = run(register, works({"a.py": header + code * 3}))
    assert work.parts[0].kinds and not work.refused


def test_a_work_of_nothing_but_refused_parts_is_not_saved(register: Register, works: Works) -> None:
    (work,) = run(register, works({"white.png": white(), "b.txt": " \n"}))
    assert "nothing in it" in work.error
    assert register.assets() == []


def test_each_file_is_a_work_named_after_its_stem(
    register: Register, works: Works, prose: str
) -> None:
    root = works({"Seat Valve.txt": prose, "x/front.png": photo(1), "y/front.png": photo(2)})
    found = run(register, root, each=True)
    assert [work.asset for work in found] == ["seat-valve", "x-front", "y-front"]
    assert [work.right for work in found] == ["copyright", "design", "design"]
    assert [part.name for part in register.parts("x-front")] == ["front.png"]


def test_stems_that_differ_in_the_suffix_only_keep_it(
    register: Register, works: Works, prose: str
) -> None:
    root = works({"front.txt": prose, "front.png": photo()})
    assert [work.asset for work in run(register, root, each=True)] == ["front-png", "front-txt"]


def test_a_work_keeps_its_id_when_a_namesake_arrives(register: Register, works: Works) -> None:
    root = works({"a/front.png": photo(1)})
    run(register, root, each=True)
    works({"b/front.png": photo(2)})
    found = run(register, root, each=True)
    assert [(work.asset, work.saved) for work in found] == [("front", "same"), ("b-front", "new")]


def test_a_second_root_with_a_taken_id_is_refused(
    register: Register, tmp_path: Path, prose: str
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder / "valve").mkdir(parents=True)
        (tmp_path / folder / "valve" / "a.txt").write_text(prose)
    found = run(register, tmp_path / "one" / "valve", tmp_path / "two" / "valve")
    assert found[0].saved == "new"
    assert "asset.toml" in found[1].error
    assert register.root("valve") == str(tmp_path / "one" / "valve")
    (again,) = run(register, tmp_path / "two" / "valve")
    assert "already belongs to" in again.error
    assert "asset.toml" in again.error


def test_two_roots_of_one_run_cannot_share_an_id(
    register: Register, tmp_path: Path, prose: str
) -> None:
    (tmp_path / "valve.txt").write_text(prose)
    (tmp_path / "valve").mkdir()
    (tmp_path / "valve" / "b.txt").write_text(prose)
    found = run(register, tmp_path / "valve.txt", tmp_path / "valve")
    assert [bool(work.error) for work in found] == [False, True]


def test_names_and_slogans_are_works_of_their_own(register: Register) -> None:
    wish = Request(names=("AQUAVALVE",), slogans=("Opens when  it must",), owner="Acme")
    report = protect(wish, register)
    assert [work.asset for work in report.assets] == ["aquavalve", "opens-when-it-must"]
    assert register.asset("aquavalve") == Asset(
        id="aquavalve", title="AQUAVALVE", right="trademark", owner="Acme",
        secrecy="public", names=("AQUAVALVE",),
    )  # fmt: skip
    assert {entry.kind for entry in register.entries()} == {"names@1"}
    assert {work.saved for work in protect(wish, register).assets} == {"same"}


def test_a_name_that_is_also_a_folder_gets_another_id(
    register: Register, works: Works, prose: str
) -> None:
    run(register, works({"a.txt": prose}))
    (work,) = protect(Request(names=("Works",)), register).assets
    assert (work.asset, work.saved) == ("works-name", "new")


@pytest.mark.parametrize("name", ["", "  ", "ab", "!!!"])
def test_a_name_too_short_to_be_found_is_refused(name: str, register: Register) -> None:
    (work,) = protect(Request(names=(name,)), register).assets
    assert work.error
    assert register.assets() == []


def test_a_path_that_is_not_there_is_told(register: Register, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is not there"):
        run(register, tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError, match="no file"):
        run(register, tmp_path / "empty")


def test_a_file_called_name_is_no_name(register: Register, works: Works, prose: str) -> None:
    (work,) = run(register, works({"name": prose}))
    assert "text_words@1" in work.parts[0].kinds


def test_a_home_below_the_works_is_left_out(works: Works, prose: str) -> None:
    root = works({"a.txt": prose})
    with Register(root / "home", Keys(b"k" * 32)) as register:
        (work,) = run(register, root)
    assert [part.name for part in work.parts] == ["a.txt"]


def test_a_home_that_cannot_be_written_is_told(
    register: Register, works: Works, home: Path
) -> None:
    home.rename(home.with_name("moved"))
    with pytest.raises(CopywatchError, match="cannot be written"):
        run(register, works({"a.png": photo()}))


def test_progress_counts_every_file(register: Register, works: Works, prose: str) -> None:
    seen: list[tuple[str, int, int]] = []
    root = works({"a.txt": prose, "b.txt": prose})
    protect(Request(paths=(root,)), register, lambda *step: seen.append(step))
    assert seen == [("a.txt", 1, 2), ("b.txt", 2, 2)]


def test_the_report_is_plain_json(register: Register, works: Works, prose: str) -> None:
    report = protect(Request(paths=(works({"a.txt": prose, "b": ""}),), names=("QUELL",)), register)
    told = json.loads(json.dumps(report.to_json()))
    assert told["assets"][0]["parts"][1]["refused"] == "empty"
    assert report.failed == 0  # an empty file is read well, and nothing to watch for


def test_the_id_of_a_secret_work_does_not_tell_its_name(
    register: Register, works: Works, prose: str
) -> None:
    facts = 'code_name = "Grey Heron"\nsecrecy = "secret"\n'
    root = works({"lapping.txt": prose, "asset.toml": facts})
    (work,) = run(register, root)
    assert (work.asset, work.shown, work.saved) == ("grey-heron", "Grey Heron", "new")
    assert [again.saved for again in run(register, root)] == ["same"]


def test_what_a_shop_shows_is_a_work_with_its_pictures(
    register: Register, tmp_path: Path, prose: str
) -> None:
    blobs = Blobs(tmp_path / "blobs")
    context = Context(register.keys, blobs)
    asset = Asset(
        id="seat-7", title="Seat 7", url="https://shop.example/seat-7", price_low=9, price_high=9
    )
    front = Image(blobs.put(photo()), "front.png")
    things: list[tuple[str, Content]] = [("text", Text(prose)), ("front.png", front)]
    assert protect_contents(asset, things, register, context).saved == "new"
    assert protect_contents(asset, things, register, context).saved == "same"
    assert [part.original for part in register.parts("seat-7")] == [asset.url, asset.url]
    taken = protect_contents(asset, things, register, context, root="https://other.example/")
    assert "already belongs" in taken.error


SYLLABLES = ["ba", "cro", "dim", "fe", "gul", "hax", "jo", "kri", "lum", "mo", "nu", "pral"]


def invented(seed: int, words: int) -> str:
    """Prose of words that exist nowhere."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(words))


@pytest.mark.parametrize("keep", [False, True])
def test_no_run_of_twelve_characters_of_a_work_is_stored(
    *, keep: bool, register: Register, works: Works, home: Path
) -> None:
    """The whole home is searched: database, log, snapshot, kept copies and what was left over."""
    words, page, cells = (invented(seed, 120) for seed in range(3))
    rows = "\n".join(",".join(cells.split()[n : n + 4]) for n in range(0, 120, 4))
    source = "\n".join(f"{word} = settle('{word}')" for word in invented(9, 40).split())
    picture = photo(5)
    root = works(
        {"a.txt": words, "b.pdf": pdf(page), "c.csv": rows, "d.py": source, "e.png": picture}
    )
    (work,) = run(register, root, keep=keep)
    assert not work.refused
    register.publish()
    stored = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert len(stored) > 5
    haystack = b"\0".join(stored)
    for secret in (words, page, rows, source):
        text = secret.encode()
        assert not [n for n in range(len(text) - 12) if text[n : n + 12] in haystack]
    assert picture[100:112] not in haystack
