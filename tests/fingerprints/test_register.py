"""The register stores works, revisions and fingerprints, and refuses what it cannot trust."""

import os
import shutil
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from fingerprints.errors import ConfigurationError, CopywatchError
from fingerprints.keys import Keys
from fingerprints.kind import Names, Tokens
from fingerprints.register import Register
from fingerprints.register_rows import NewPart
from fingerprints.register_schema import MIGRATIONS
from fingerprints.snapshot_manifest import versions
from fingerprints.works import Asset, Registration

VALVE = Asset(
    id="valve",
    title="Seat valve",
    right="patent",
    registrations=(Registration(office="EPO", number="EP1", nice_class="7"),),
    names=("AQUAVALVE",),
    price_low=12.5,
)


def tokens(count: int) -> Tokens:
    spots = np.arange(count, dtype=np.uint32)
    hashes = np.arange(100, 100 + count, dtype=np.uint64)
    return Tokens(hashes, spots, spots + np.uint32(9), np.array([0, 40], np.uint32), 90, 80)


def part(name: str, sha256: str = "aa", recipe: str = "1") -> NewPart:
    return NewPart(
        name=name,
        original=f"/works/{name}",
        sha256=sha256,
        protectable=0.9,
        recipe=recipe,
        values=(("text_chars@1", tokens(5)),),
        lines=2,
    )


def test_a_work_comes_back_as_it_was_saved(register: Register) -> None:
    assert register.save(VALVE, [part("a.txt")], root="/works") == "new"
    assert register.assets() == [VALVE]
    assert register.asset("valve") == VALVE
    assert register.asset("other") is None
    assert register.root("valve") == "/works"
    assert register.id_at("/works") == "valve"
    (saved,) = register.parts("valve")
    assert (saved.original, saved.sha256, saved.kinds) == ("/works/a.txt", "aa", ("text_chars@1",))


def test_fingerprints_come_back_with_their_places(register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    (entry,) = register.entries()
    assert (entry.asset, entry.part, entry.kind, entry.lines) == (
        "valve",
        "a.txt",
        "text_chars@1",
        2,
    )
    assert isinstance(entry.value, Tokens)
    assert entry.value.hashes.tolist() == tokens(5).hashes.tolist()
    assert entry.value.ends.tolist() == tokens(5).ends.tolist()


def test_saving_the_same_again_changes_nothing(register: Register) -> None:
    register.save(VALVE, [part("a.txt")], root="/works")
    published = register.publish()
    assert register.save(VALVE, [part("a.txt")], root="/works") == "same"
    assert register.save(VALVE, [], unchanged=["a.txt"]) == "same"
    assert register.publish() == published


def test_other_bytes_are_a_new_revision_and_history_stays(home: Path, register_keys: Keys) -> None:
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(99))
    with Register(home, register_keys, now=lambda: next(times)) as register:
        register.save(VALVE, [part("a.txt", "aa"), part("b.txt", "bb")])
        assert register.save(VALVE, [part("a.txt", "cc")], unchanged=["b.txt"]) == "changed"
        assert [(p.name, p.revision) for p in register.parts("valve")] == [
            ("a.txt", 2),
            ("b.txt", 1),
        ]
        history = register.revisions("valve", "a.txt")
    assert [(number, sha256) for number, sha256, _ in history] == [(1, "aa"), (2, "cc")]
    assert history[0][2] < history[1][2]


def test_a_new_kind_replaces_fingerprints_without_a_new_revision(register: Register) -> None:
    register.save(VALVE, [part("a.txt", recipe="1")])
    assert register.save(VALVE, [part("a.txt", recipe="1,2")]) == "changed"
    assert register.parts("valve")[0].revision == 1
    assert len(list(register.entries())) == 1


def test_a_part_that_is_gone_is_forgotten_and_its_number_goes_on(register: Register) -> None:
    register.save(VALVE, [part("a.txt", "aa"), part("b.txt")])
    register.save(VALVE, [part("b.txt")])
    assert [p.name for p in register.parts("valve")] == ["b.txt"]
    assert {entry.part for entry in register.entries()} == {"b.txt"}
    register.save(VALVE, [part("a.txt", "dd"), part("b.txt")])
    assert register.parts("valve")[0].revision == 2


def test_a_removed_work_leaves_nothing(register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    assert register.remove("valve")
    assert not register.remove("valve")
    assert list(register.entries()) == [] == register.parts("valve")


def test_a_snapshot_is_written_only_after_a_change(register: Register) -> None:
    names = NewPart(name="names", content="name", values=(("names@1", Names(("AQUAVALVE",))),))
    register.save(VALVE, [names])
    first = register.publish()
    assert register.publish() == first
    register.save(VALVE, [names, part("a.txt")])
    assert register.publish() != first
    assert register.snapshot().path == register.publish()


def test_an_empty_register_can_be_published(register: Register) -> None:
    assert register.snapshot().size == 0


def test_old_snapshots_go_after_a_day(register: Register, home: Path) -> None:
    register.save(VALVE, [part("a.txt")])
    first = register.publish()
    os.utime(first, (0, 0))
    for number in range(3):
        assert first.is_dir()
        register.save(VALVE, [part("a.txt", f"{number}")])
        register.publish()
    assert not first.exists()
    assert len(versions(home / "snapshots")) == 3
    assert register.snapshot().verify() == []


def test_a_busy_register_is_told(home: Path, register: Register) -> None:
    with Register(home, register.keys) as other:
        other._database.execute("PRAGMA busy_timeout = 10")
        register._database.execute("BEGIN IMMEDIATE")
        with pytest.raises(CopywatchError, match="another command"):
            other.save(VALVE, [part("a.txt")])
        register._database.execute("ROLLBACK")


def test_a_lost_snapshot_is_written_again(register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    shutil.rmtree(register.publish())
    assert register.snapshot().size == 1


def test_all_snapshots_may_be_deleted(home: Path, register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    register.publish()
    shutil.rmtree(home / "snapshots")
    assert register.snapshot().size == 1


def test_files_are_readable_by_their_owner_only(home: Path, register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    for path in home.glob("register.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_key_is_refused_by_name(home: Path, register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    with pytest.raises(ConfigurationError, match=register.keys.id):
        Register(home, Keys(b"x" * 32))


def test_a_register_of_a_newer_copywatch_is_refused(home: Path, register: Register) -> None:
    register.close()
    with sqlite3.connect(home / "register.db") as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()
    with pytest.raises(ConfigurationError, match="newer Copywatch"):
        Register(home, register.keys)


def test_a_register_of_an_older_copywatch_is_brought_up_to_date(
    home: Path, register: Register
) -> None:
    register.save(VALVE, [part("a.txt")], root="/works")
    first = register.publish()
    register.close()
    with sqlite3.connect(home / "register.db") as database:
        for change in (
            "DROP INDEX parts_by_generation", "ALTER TABLE parts DROP COLUMN generation",
            "DROP INDEX assets_by_place", "ALTER TABLE assets DROP COLUMN place",
            "DROP TABLE gone", "DROP TABLE watched", "DROP TABLE background_prints",
            "DROP TABLE background_pictures", "DROP TABLE backgrounds", "PRAGMA user_version = 1",
        ):  # fmt: skip
            database.execute(change)
    database.close()
    (first / "manifest.json").write_text('{"format": 1}')
    with Register(home, register.keys) as again:
        assert (again.id_at("/works"), again.id_at("/other")) == ("valve", "")
        other = Asset(id="other", title="Other")
        again.save(other, [part("b.txt")], root="/other")
        assert again.id_at("/other") == "other"
        assert again.snapshot().size == 2
        assert again.publish() != first


def test_names_of_forgotten_parts_stand_nowhere(home: Path, register: Register) -> None:
    register.save(VALVE, [part("kaltgas.txt"), part("b.txt")])
    register.publish()
    register.save(VALVE, [part("b.txt")])
    register.remove("valve")
    register._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"kaltgas" not in (home / "register.db").read_bytes()
    assert register.snapshot().size == 0
    assert register._rows("SELECT * FROM gone") == []


def test_a_file_that_is_no_register_is_refused(home: Path, register_keys: Keys) -> None:
    (home / "register.db").write_bytes(b"this was a shopping list, not a database" * 200)
    with pytest.raises(ConfigurationError, match="not a register"):
        Register(home, register_keys)


def test_titles_of_secret_works_are_sealed(home: Path, register: Register) -> None:
    secret = Asset(id="k9", title="Kaltgas membrane", secrecy="secret", code_name="Otter")
    register.save(secret, [part("a.txt")])
    register.save(VALVE, [part("a.txt")])
    assert register.asset("k9") == secret
    register.close()
    stored = (home / "register.db").read_bytes()
    assert b"Kaltgas" not in stored
    assert b"/works/a.txt" not in stored
    assert b"Seat valve" in stored


def test_a_full_disk_is_told_and_nothing_is_half_saved(register: Register) -> None:
    register.save(VALVE, [part("a.txt")])
    pages = register._database.execute("PRAGMA page_count").fetchone()[0]
    register._database.execute(f"PRAGMA max_page_count = {pages}")
    big = Asset(id="big", title="Big")
    with pytest.raises(CopywatchError, match="make room"):
        register.save(big, [part(f"{number}.txt") for number in range(300)])
    assert register.asset("big") is None
    assert register.asset("valve") == VALVE


def test_two_openers_see_each_others_work(home: Path, register: Register) -> None:
    with Register(home, register.keys) as other:
        register.save(VALVE, [part("a.txt")])
        assert other.asset("valve") == VALVE
        assert other.id_at("/nowhere") == ""
