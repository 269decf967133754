"""Real forges and a real paste site, each watched by its plain address, with planted copies."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from dulwich import porcelain

from tests.alerts.receivers import Hook, hook
from tests.copywatch import written
from tests.copywatch.commands import Done, configure, copywatch, quick
from tests.e2e import trees
from tests.servers import bepasty, hgweb, klaus
from tests.servers.process import Server
from tests.servers.samples import pump

FILES = 400
TREE = trees.tree(10_000, FILES)
BENCH = trees.module(500)
MANUAL = written.prose(41)
BREAD = written.prose(42)
GARDEN = {"README.md": b"# Beds and paths\n", **trees.tree(20_000, 6)}
pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def receiver() -> Iterator[Hook]:
    with hook() as kept:
        yield kept


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, receiver: Hook) -> Path:
    """A tree of 400 files, a module and a manual are protected; every hit is told."""
    base = tmp_path_factory.mktemp("forges")
    for name, data in {**{f"firmware/{path}": data for path, data in TREE.items()},
                       "bench.py": BENCH, "manual.md": MANUAL.encode()}.items():  # fmt: skip
        (base / "works" / name).parent.mkdir(parents=True, exist_ok=True)
        (base / "works" / name).write_bytes(data)
    rule = f'[targets]\nhook = "{receiver.url}"\n\n[[alerts]]\nname = "all"\ntargets = ["hook"]\n'
    configure(base / "home", quick([], f"workers = 1\n{rule}"))
    works = [str(path) for path in sorted((base / "works").iterdir())]
    done = copywatch(base / "home", "protect", *works, timeout=300)
    assert done.code == 0, done.err
    return base / "home"


def watch(home: Path, server: Server, *targets: str, pages: int = 200, code: int = 0) -> Done:
    """Watch plain addresses of a server as a user does."""
    options = ("--allow", server.allow, "--pages", str(pages), "--json")
    urls = [t.replace("SITE/", server.url) for t in targets]
    done = copywatch(home, "watch", *urls, *options, timeout=400)
    assert done.code == code, done.err
    return done


def hits(home: Path, server: Server) -> dict[tuple[str, str], Mapping[str, Any]]:
    """What was found on a server, by work and place."""
    listed = copywatch(home, "hits", "list", "--limit", "500", "--json")
    assert listed.code == 0, listed.err
    found = [line for line in listed.lines if server.allow in line["url"]]
    return {(line["asset"], line["place"]): line for line in found}


def spiders(home: Path, server: Server) -> set[str]:
    """Which spiders watch a server now."""
    watches = copywatch(home, "watches", "--json").lines
    return {line["spider"] for line in watches if server.allow in line["target"]}


def test_hgweb_is_recognised_and_only_the_repository_with_the_copy_is_hit(
    home: Path, tmp_path: Path
) -> None:
    repositories = {
        "mirror": {**pump(), "tools/run/bench_copy.py": b"# nice\n" + BENCH},
        "garden": GARDEN,
        "pump": pump(),
    }
    with hgweb.start(tmp_path, repositories) as server:
        done = watch(home, server, "SITE/")
        assert "made by hgweb" in done.err
        found = hits(home, server)
        assert set(found) == {("bench", f"{server.allow}/mirror")}, done.err
        assert spiders(home, server) == {"hgweb"}
        assert {line["channel"] for line in found.values()} == {"code"}


def test_bepasty_is_recognised_and_only_the_pastes_with_copies_are_hit(
    home: Path, tmp_path: Path
) -> None:
    with bepasty.start(tmp_path) as server:
        planted = {
            "bench": bepasty.put(server, BENCH, name="x.txt", media_type="text/x-python"),
            "manual": bepasty.put(server, f"look at this\n\n{MANUAL}".encode(), name="m.txt",
                                  media_type="text/plain"),
        }  # fmt: skip
        for number, data in enumerate((BREAD.encode(), *GARDEN.values())):
            bepasty.put(server, data, name=f"{number}.txt", media_type="text/plain")
        done = watch(home, server, "SITE/")
        assert "made by bepasty" in done.err
        found = hits(home, server)
        assert set(found) == {(w, f"{server.allow}/{paste}") for w, paste in planted.items()}
        assert spiders(home, server) == {"bepasty"}
        assert {line["channel"] for line in found.values()} == {"paste"}


def commit(repository: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a repository that klaus serves already."""
    for name, data in files.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_bytes(data)
    porcelain.add(str(repository), [str(repository / name) for name in files])
    who = b"A. Tester <tester@copywatch.test>"
    porcelain.commit(str(repository), message=b"all of it\n", author=who, committer=who)


def test_a_copied_tree_seen_in_all_views_of_klaus_is_one_hit_and_one_alert(
    home: Path, tmp_path: Path, receiver: Hook
) -> None:
    started = {"README.md": b"# Empty as yet\n"}
    repositories = {"loot": started, "garden": GARDEN, "pump": pump()}
    with klaus.start(tmp_path / "git", repositories) as server:
        first = watch(home, server, "SITE/", pages=500)
        assert "made by klaus" in first.err
        assert spiders(home, server) == {"klaus"}
        assert hits(home, server) == {}
        receiver.got.clear()

        commit(tmp_path / "git" / "loot", TREE)
        again = copywatch(home, "crawl", server.url, "--json", timeout=400)
        assert again.code == 0, again.err
        assert again.lines[0]["new"] == 1, again.lines
        (name, *_) = TREE
        folder = f"SITE/loot/tree/master/{name.rpartition('/')[0]}/"
        views = [f"SITE/loot/{view}/master/{name}" for view in ("blob", "raw", "blame")]
        views.append(f"klaus:{views[-1]}")  # klaus' robots.txt forbids what its reader leaves out
        seen = watch(home, server, folder, *views, code=1)  # robots.txt forbids one of them
        assert f"blame/master/{name}: forbidden by robots.txt" in seen.err
        assert [len(line["places"]) for line in seen.lines] == [1, 1, 1, 0, 1]

        ((key, hit),) = hits(home, server).items()
        assert key == ("firmware", f"{server.allow}/loot")
        assert len({proof["where"] for proof in hit["evidence"]}) > FILES / 2
        (alert,) = receiver.got
        assert server.allow in str(alert)
