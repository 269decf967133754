"""Plans what a path becomes: which works, which files belong to each, and their facts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from fingerprints import protect_facts
from fingerprints.errors import ConfigurationError, Unreadable
from fingerprints.protect_facts import Facts, read_facts
from fingerprints.read.tree import Skipped, printable, tree
from fingerprints.register import Register
from fingerprints.works import Asset, Right

RIGHT_OF: dict[str, Right] = {
    "code": "software",
    "image": "design",
    "table": "database",
    "text": "copyright",
}
CODE_SHARE = 0.2  # of the parts: programs come with pictures and texts
LONGEST = 80  # characters of an id


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One work to be: its files with the names of their parts, and what is known of it."""

    asset: Asset
    root: str
    files: tuple[tuple[Path, str], ...] = ()
    right_given: bool = False
    skipped: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""

    def settled(self, contents: Sequence[str], owner: str) -> Asset:
        """The asset with the right that most of its parts suggest, unless it was given."""
        asset = replace(self.asset, owner=self.asset.owner or owner)
        if self.right_given:
            return asset
        return replace(asset, right=usual_right(contents))


def usual_right(contents: Sequence[str]) -> Right:
    """The right that the commonest sort of content suggests; some code makes it software."""
    counts = Counter(kind for kind in contents if kind in RIGHT_OF)
    if counts["code"] >= CODE_SHARE * counts.total() > 0:
        return "software"
    most = max(counts.values(), default=0)  # of equally many the first, whichever was read first
    return next((RIGHT_OF[kind] for kind in RIGHT_OF if most and counts[kind] == most), "copyright")


def slug(name: str) -> str:
    """An id made of a name: letters and digits of any script, small, joined by dashes."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return "-".join(re.findall(r"[^\W_]+", folded))[:LONGEST].strip("-")


def plans(path: Path, register: Register, *, each: bool, right: Right | None = None) -> list[Plan]:
    """The works that a path stands for; `right` is that of works for which none is given."""
    found = _plans(path, register, each=each)
    if right is None:
        return found
    return [
        one
        if one.right_given
        else replace(one, asset=replace(one.asset, right=right), right_given=True)
        for one in found
    ]


def _plans(path: Path, register: Register, *, each: bool) -> list[Plan]:
    if not path.exists():
        message = f"{path} is not there. Give a file or a folder that exists."
        raise ConfigurationError(message)
    path = path.resolve()
    if printable(str(path)) != str(path):
        message = f"{printable(str(path))}: its name is not valid UTF-8. Rename it."
        raise ConfigurationError(message)
    if path.is_file():
        return [_single(path, register)]
    skipped = Skipped()
    try:
        files = list(tree(path, skipped, register.home.resolve()))
    except Unreadable as error:
        message = f"{path}: {error}"
        raise ConfigurationError(message) from error
    if not files:
        message = f"{path} holds no file to protect ({len(skipped.paths)} left out)."
        raise ConfigurationError(message)
    if each:
        return _each(path, files, register, skipped)
    return [_whole(path, files, register, skipped)]


def _whole(root: Path, files: Iterable[Path], register: Register, skipped: Skipped) -> Plan:
    facts = read_facts(root)
    named = tuple((path, path.relative_to(root).as_posix()) for path in files)
    note = (
        f"{root / protect_facts.FILE} has facts for single files: they take effect with --each",
    )
    return replace(
        _plan(root, root.name, facts.own, register),
        files=named,
        skipped=skipped.paths,
        notes=note if facts.files else (),
    )


def _single(path: Path, register: Register) -> Plan:
    """A file; asset.toml beside it is about this file where there is no other."""
    facts = read_facts(path.parent)
    beside = (p for p in path.parent.iterdir() if p.is_file() and p.name != protect_facts.FILE)
    alone = len(list(islice(beside, 2))) == 1  # there may be very many
    shared = facts.own if alone else facts.shared()
    own = facts.files.get(path.name, {})
    return replace(_plan(path, path.stem, {**shared, **own}, register), files=((path, path.name),))


def _each(root: Path, files: Sequence[Path], register: Register, skipped: Skipped) -> list[Plan]:
    top = read_facts(root)
    folders = {path.parent: read_facts(path.parent) for path in files}
    titles = _titles(root, files)
    made = []
    for number, path in enumerate(files):
        given = _facts_of(path, root, top, folders[path.parent])
        plan = _plan(path, titles[path], given, register, path.stem)
        left = skipped.paths if number == 0 else {}
        made.append(replace(plan, files=((path, path.name),), skipped=left))
    return made


def _facts_of(path: Path, root: Path, top: Facts, near: Facts) -> dict[str, Any]:
    """Facts of the folder, then of the file's own folder, then of the file itself."""
    relative = path.relative_to(root).as_posix()
    own = top.files.get(relative, {})
    return {**top.shared(), **near.shared(), **own, **near.files.get(path.name, {})}


def _titles(root: Path, files: Sequence[Path]) -> dict[Path, str]:
    """The names that give the ids: the stem, with folder or suffix where stems collide."""
    names = {path: path.stem for path in files}
    for longer in (_with_folder, _with_suffix):
        counts = Counter(slug(name) for name in names.values())
        names = {
            path: longer(path, root) if counts[slug(name)] > 1 else name
            for path, name in names.items()
        }
    return names


def _with_folder(path: Path, root: Path) -> str:
    return path.relative_to(root).with_suffix("").as_posix()


def _with_suffix(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _plan(
    path: Path, name: str, facts: dict[str, Any], register: Register, title: str = ""
) -> Plan:
    """A plan without files; an id that belongs to another place is refused.

    The id of a secret work comes from its code name: ids stand in lists and links.
    """
    root = str(path)
    public = facts.get("code_name", "") if facts.get("secrecy") == "secret" else ""
    id_ = facts.get("id") or register.id_at(root) or slug(public or name)
    asset = protect_facts.asset(id_ or "work", title or name, "copyright", {**facts, "id": id_})
    return Plan(
        asset=asset, root=root, right_given="right" in facts, error=_taken(id_, root, register)
    )


def _taken(id_: str, root: str, register: Register) -> str:
    if not id_:
        return f'{root}: its name gives no id. Write one into asset.toml: id = "..."'
    other = register.root(id_)
    if other in {"", root}:
        return ""
    return (
        f"{root}: the id {id_} already belongs to {other}. Write another one into "
        'asset.toml beside it: id = "..." (or [files."NAME"] id = "...")'
    )


def unlike(made: Sequence[Plan]) -> list[Plan]:
    """Two works of one run cannot share an id either."""
    seen: dict[str, str] = {}
    checked = []
    for plan in made:
        other = seen.setdefault(plan.asset.id, plan.root)
        twice = (
            f"{plan.root}: its id {plan.asset.id} is also that of {other}. Give one in asset.toml"
        )
        checked.append(plan if other == plan.root else replace(plan, error=plan.error or twice))
    return checked
