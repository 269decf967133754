"""GitHub by its documented REST API on a server of our own, and by git from a real repository."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from dulwich.objects import Blob, Commit, Tree
from dulwich.repo import Repo
from dulwich.server import DictBackend
from dulwich.web import make_wsgi_chain

from fingerprints.errors import Unreadable
from spiders.code import git_pack
from spiders.sighting import Sighting, read_sighting
from tests.spiders.crawl import Answer, Asked, Seen, Site, run_spider, serve

LOOP = "def turn(valve, steps):\n    for step in range(steps):\n        valve.open(step)\n"
FILES = {"src/valve.py": LOOP, "README.md": "# Pump\n\nHow the pump is driven.\n"}
TOKEN = {"GITHUB_TOKEN": "t0ken"}
LIMITS = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4999"}


def answer(data: Any, **headers: str) -> Answer:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Answer(json.dumps(data).encode(), headers=kind | LIMITS | headers)


def repository(name: str, about: str | None = None) -> dict[str, Any]:
    owner, _, short = name.partition("/")
    told = {"id": 1, "name": short, "full_name": name, "owner": {"login": owner}, "private": False}
    return told | {"description": about, "fork": False, "default_branch": "main", "size": 12}


def tree(site: Site, name: str, paths: list[str], *, truncated: bool = False) -> dict[str, Any]:
    entries = [
        {"path": path, "mode": "100644", "type": "blob", "sha": f"{n:040x}", "size": 60,
         "url": f"{site.url}repos/{name}/git/blobs/{n:040x}"}
        for n, path in enumerate(paths)
    ]  # fmt: skip
    entries.append({"path": "src", "mode": "040000", "type": "tree", "sha": "f" * 40, "url": "x"})
    entries.append({"path": "ln", "mode": "120000", "type": "blob", "size": 9, "url": "x"})
    return {"sha": "a" * 40, "url": "", "tree": entries, "truncated": truncated}


def routes_of(site: Site) -> dict[str, Answer | Callable[[Asked], Answer]]:
    paths = [f"src/part_{n}.py" for n in range(60)]

    def blob(asked: Asked) -> Answer:
        if asked.path.endswith("03") and asked.count == 1:
            limit = {"Retry-After": "1", "Content-Type": "application/json"}
            return Answer(b'{"message": "secondary rate limit"}', 403, limit)
        return Answer(LOOP.encode(), headers={"Content-Type": "application/vnd.github.raw+json"})

    following = f'<{site.url}users/acme/repos?page=2>; rel="next", <{site.url}x>; rel="last"'
    return {
        "/users/acme/repos?per_page=100&sort=pushed": answer(
            [repository("Acme/Big", "All of it")], Link=following
        ),
        "/users/acme/repos?page=2": answer([repository("acme/small")]),
        "/repos/Acme/Big/git/trees/main?recursive=1": answer(
            tree(site, "Acme/big", paths, truncated=True)
        ),
        "/repos/acme/small/git/trees/main?recursive=1": answer(
            tree(site, "acme/small", ["valve.py"])
        ),
        "/repos/acme/small": answer(repository("acme/small")),
        "/repos/*": blob,
    }


@contextmanager
def github() -> Iterator[Site]:
    routes: dict[str, Answer | Callable[[Asked], Answer]] = {}
    with serve(routes) as site:
        routes.update(routes_of(site))
        yield site


def crawl(site: Site, target: str, env: dict[str, str]) -> Seen:
    address = site.url.rstrip("/")
    settings = {"COPYWATCH_GITHUB_API": address, "COPYWATCH_GITHUB_GIT": address}
    return run_spider("github", [target], settings, allow=[site], env=env)


@pytest.fixture(scope="module")
def owned() -> Iterator[tuple[Site, Seen]]:
    with github() as site:
        yield site, crawl(site, "github:acme", TOKEN)


def sightings(seen: Seen, place: str) -> list[Sighting]:
    return [read_sighting(line) for line in seen.sightings if line["place"] == place]


def test_all_repositories_of_an_owner_are_read_page_by_page(owned: tuple[Site, Seen]) -> None:
    assert {line["place"] for line in owned[1].sightings} == {
        "github.com/acme/big",
        "github.com/acme/small",
    }


def test_a_big_tree_is_several_sightings_of_one_place(owned: tuple[Site, Seen]) -> None:
    parts = sightings(owned[1], "github.com/acme/big")
    assert sorted(len(part.contents) for part in parts) == [20, 40]
    names = {content.where for part in parts for content in part.contents}
    assert names == {f"src/part_{n}.py" for n in range(60)}
    assert parts[0].title == "Acme/Big: All of it"
    assert parts[0].notes == ("GitHub listed only a part of the tree",)
    assert parts[0].robots == "official API"


def test_the_secondary_limit_is_waited_for(owned: tuple[Site, Seen]) -> None:
    assert owned[1].stats["copywatch/waits"] >= 1
    assert owned[1].unseen == []


def test_the_token_goes_to_the_api_and_nowhere_else(owned: tuple[Site, Seen]) -> None:
    site, seen = owned
    assert {asked.headers["Authorization"] for asked in site.asked} == {"Bearer t0ken"}
    assert "t0ken" not in seen.log
    assert "t0ken" not in json.dumps(seen.items)


def test_one_repository_is_read_by_its_name() -> None:
    with github() as site:
        seen = crawl(site, "github:acme/small", TOKEN)
    (line,) = sightings(seen, "github.com/acme/small")
    assert [content.where for content in line.contents] == ["valve.py"]


def test_an_answer_in_another_shape_is_counted_as_changed() -> None:
    with serve({"/repos/acme/odd": answer({"full_name": "acme/odd"})}) as site:
        seen = crawl(site, "github:acme/odd", TOKEN)
    assert [(line["state"], line["reason"]) for line in seen.unseen] == [("failed", "changed")]
    assert seen.stats["copywatch/changed"] == 1
    assert "log_count/ERROR" not in seen.stats


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def git_host(repo: Repo) -> Iterator[Site]:
    """A real git server over HTTP with one repository."""
    app = make_wsgi_chain(DictBackend(cast("Any", {"/acme/pump.git": repo})))
    server = make_server("127.0.0.3", 0, app, server_class=Threaded, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Site("127.0.0.3", server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def planted(folder: Path, files: dict[str, str]) -> tuple[Repo, bytes]:
    """A bare repository with two commits; hostile entries beside the files."""
    repo = Repo.init_bare(str(folder), mkdir=True)
    commit = b""
    for text in ("old", "new"):
        root, inner = Tree(), Tree()
        for path, body in files.items():
            blob = Blob.from_string(f"{body}\n# {text}\n".encode())
            repo.object_store.add_object(blob)
            where = inner if path.startswith("src/") else root
            where.add(path.removeprefix("src/").encode(), 0o100644, blob.id)
        link = Blob.from_string(b"../../../../etc/passwd")
        repo.object_store.add_object(link)
        inner.add(b"link", 0o120000, link.id)
        root.add(b"module", 0o160000, cast("Any", b"a" * 40))
        repo.object_store.add_object(inner)
        root.add(b"src", 0o040000, inner.id)
        repo.object_store.add_object(root)
        commit = _commit(repo, root, [commit] if commit else [])
    repo.refs[b"refs/heads/master"] = commit  # type: ignore[index,assignment]
    return repo, commit


def _commit(repo: Repo, root: Tree, parents: list[Any]) -> Any:
    commit = Commit()
    commit.tree, commit.parents = root.id, parents
    commit.author = commit.committer = b"A Tester <a@tester.example>"
    commit.author_time = commit.commit_time = 1_700_000_000
    commit.author_timezone = commit.commit_timezone = 0
    commit.message = b"files"
    repo.object_store.add_object(commit)
    return commit.id


def test_without_a_token_the_newest_files_come_by_git(tmp_path: Path) -> None:
    repo, _ = planted(tmp_path / "pump.git", FILES)
    with repo, git_host(repo) as site:
        seen = crawl(site, "github:acme/pump", {})
    (line,) = sightings(seen, "github.com/acme/pump")
    assert line.robots == "git protocol"
    assert {content.where for content in line.contents} == set(FILES)
    (code,) = [content for content in line.contents if content.where == "src/valve.py"]
    assert getattr(code, "body", "") == LOOP + "\n# new\n"


def test_a_repository_that_is_not_there_is_gone(tmp_path: Path) -> None:
    repo, _ = planted(tmp_path / "pump.git", FILES)
    with repo, git_host(repo) as site:
        seen = crawl(site, "github:acme/other", {})
    assert [line["state"] for line in seen.unseen] == ["gone"]


@pytest.mark.parametrize("told", [b"<html>no</html>", b"zzzz", b"0008NAK\n", b"0009\x03no!x"])
def test_an_answer_that_is_no_pack_is_refused(told: bytes) -> None:
    with pytest.raises(Unreadable):
        git_pack.pack_of(told)
