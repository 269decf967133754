"""A source tree is walked as git sees it, without what others wrote."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerprints.errors import Unreadable
from fingerprints.read import limits, tree
from fingerprints.read.tree import Skipped

Works = Callable[[dict[str, str | bytes]], Path]


def names(root: Path, skipped: Skipped | None = None) -> list[str]:
    return [path.relative_to(root).as_posix() for path in tree(root, skipped)]


def test_files_come_in_a_stable_order(works: Works) -> None:
    root = works({"b.py": "1", "a/z.py": "1", "a/y.py": "1"})
    assert names(root) == ["a/y.py", "a/z.py", "b.py"]


def test_gitignore_is_followed_and_told(works: Works) -> None:
    root = works({".gitignore": "*.log\n/out2/\n!keep.log\n", "a.py": "1", "x.log": "1"})
    (root / "keep.log").write_text("1")
    (root / "out2").mkdir()
    (root / "out2" / "b.py").write_text("1")
    skipped = Skipped()
    assert names(root, skipped) == ["a.py", "keep.log"]
    assert skipped.paths == {"out2": "ignored by .gitignore", "x.log": "ignored by .gitignore"}


def test_a_nested_gitignore_has_the_last_word_below_its_folder(works: Works) -> None:
    root = works(
        {
            ".gitignore": "*.txt\nsub/deep/\n",
            "a.txt": "1",
            "sub/.gitignore": "!b.txt\nlocal.py\n",
            "sub/b.txt": "1",
            "sub/c.txt": "1",
            "sub/local.py": "1",
            "sub/deep/d.py": "1",
            "local.py": "1",
        }
    )
    assert names(root) == ["local.py", "sub/b.txt"]


@pytest.mark.parametrize(
    "folder", ["node_modules", "vendor", "third_party", ".venv", "dist", "src/__pycache__", ".git"]
)
def test_code_of_others_is_skipped_and_told(folder: str, works: Works) -> None:
    root = works({f"{folder}/x/a.py": "1", "mine.py": "1"})
    skipped = Skipped()
    assert names(root, skipped) == ["mine.py"]
    assert list(skipped.paths) == [folder]


@pytest.mark.parametrize("name", ["app.min.js", "poetry.lock", "yarn.lock", "a.js.map", "Go.sum"])
def test_built_files_and_lock_files_are_skipped(name: str, works: Works) -> None:
    assert names(works({name: "1", "a.py": "1"})) == ["a.py"]


def test_a_bundle_is_known_by_its_long_lines(works: Works) -> None:
    root = works({"app.js": "var a=1;" * 2_000, "own.js": "var a = 1;\n" * 2_000})
    assert names(root) == ["own.js"]


def test_symbolic_links_are_never_followed(works: Works, tmp_path: Path) -> None:
    root = works({"a.py": "1"})
    (tmp_path / "secret.txt").write_text("outside")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "round").symlink_to(root)
    skipped = Skipped()
    assert names(root, skipped) == ["a.py"]
    assert skipped.paths == {"link.txt": "a symbolic link", "round": "a symbolic link"}


def test_the_facts_file_is_no_work_and_not_worth_a_word(works: Works) -> None:
    skipped = Skipped()
    assert names(works({"asset.toml": "", "a.py": "1"}), skipped) == ["a.py"]
    assert skipped.paths == {}


def test_a_broken_gitignore_does_not_stop_the_walk(works: Works) -> None:
    broken = b"\xff\xfe[[[\n***/\n!\n[z-a]\n\\\n[a[b]\n" + b"a*" * 40 + b"z\n*.log\n"
    root = works({".gitignore": broken, "a.py": "1", "a" * 60: "1", "x.log": "1"})
    assert names(root) == ["a.py", "a" * 60]


def test_our_own_home_is_never_entered(works: Works) -> None:
    root = works({"a.py": "1", "home/register.key": "1"})
    skipped = Skipped()
    assert [path.name for path in tree(root, skipped, root / "home")] == ["a.py"]
    assert skipped.paths == {"home": "Copywatch's own folder"}


def test_names_that_are_no_text_are_told(works: Works) -> None:
    root = works({"a.py": "1"})
    (root / os.fsdecode(b"caf\xe9.txt")).write_text("1")
    skipped = Skipped()
    assert names(root, skipped) == ["a.py"]
    assert skipped.paths == {"caf\ufffd.txt": "its name is not valid UTF-8: rename it"}


def test_bottomless_folders_are_left(works: Works) -> None:
    root = works({"a.py": "1", "d/" * 150 + "b.py": "1"})
    skipped = Skipped()
    assert names(root, skipped) == ["a.py"]
    assert list(skipped.paths.values()) == ["more than 100 folders deep"]


def test_too_many_files_are_refused(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TREE_FILES", 2)
    with pytest.raises(Unreadable, match="more than 2 files"):
        names(works({"a": "1", "b": "1", "c": "1"}))
