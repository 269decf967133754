"""GitHub: repositories through its REST API with a token, through git without one.

Its pages are never read. Shapes: GitHub REST API 2022-11-28.
"""

import asyncio
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from fingerprints import bounded
from fingerprints.content import Content
from fingerprints.errors import Unreadable
from spiders.base import Answers, CopywatchSpider
from spiders.code import git_pack
from spiders.code.files import content
from spiders.reading import Expects, PageChanged
from spiders.sighting import Capture
from spiders.unseen import NotSeen

TARGET = re.compile(r"^(?:github:|https?://(?:www\.)?github\.com/)([\w.-]+)(?:/([\w.-]+))?")
BATCH = 40  # files in one sighting
LARGEST_FILE = 1_000_000
MOST_FILES = 5_000
REGULAR = ("100644", "100755")
UNPACK_SECONDS, UNPACK_MEGABYTES = 60.0, 1_024


@dataclass(frozen=True, slots=True)
class Repository:
    """What is told about a repository; plain enough to travel in a request."""

    name: str  # owner/repository
    about: str = ""
    branch: str = ""
    owner: str = ""

    def facts(self) -> dict[str, str]:
        return {"name": self.name, "about": self.about, "branch": self.branch, "owner": self.owner}


class GithubSpider(CopywatchSpider):
    """`github:OWNER` or `github:OWNER/REPOSITORY`."""

    name = "github"
    channel = "code"
    summary = "Repositories of an owner on GitHub, by its API or by git"
    expects = Expects(sightings_per_run=(0, 5_000))
    accepts: ClassVar[tuple[str, ...]] = ("github:",)

    async def start(self) -> Any:
        for target in self.targets:
            found = TARGET.match(target)
            if not found:
                why = "not a GitHub target: write github:OWNER or github:OWNER/REPOSITORY"
                yield self.unseen(target, "refused", "target", why)
                continue
            owner, repository = found[1], (found[2] or "").removesuffix(".git")
            if not repository:
                yield self.call(f"/users/{owner}/repos?per_page=100&sort=pushed", self.owned)
            elif self.token:
                yield self.call(f"/repos/{owner}/{repository}", self.parse)
            else:
                yield self.clone(Repository(f"{owner}/{repository}", owner=owner))

    @property
    def token(self) -> str:
        return os.environ.get("GITHUB_TOKEN", "")

    def headers(self, accept: str = "application/vnd.github+json") -> dict[str, str]:
        told = {"Accept": accept, "X-GitHub-Api-Version": "2022-11-28"}
        return told | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def call(self, path: str, callback: Any, **kwargs: Any) -> Request:
        url = path if "://" in path else f"{self.settings['COPYWATCH_GITHUB_API']}{path}"
        return self.ask(url, callback, kind="api", headers=self.headers(), **kwargs)

    async def owned(self, response: Response) -> Answers:
        """One page of an owner's repositories; the Link header leads to the next."""
        for entry in read(response, list):
            yield self.tree_of(entry)
        following = re.search(r'<([^>]+)>;\s*rel="next"', header(response, "Link"))
        if following:
            yield self.call(following[1], self.owned)

    async def parse(self, response: Response, **_: Any) -> Answers:
        """One repository."""
        yield self.tree_of(read(response, dict))

    def tree_of(self, entry: Mapping[str, Any]) -> Request:
        """The request for a repository's files, by the way that is open."""
        try:
            repository = Repository(
                str(entry["full_name"]),
                str(entry.get("description") or "")[:500],
                str(entry["default_branch"]),
                str(entry["owner"]["login"]),
            )
        except (KeyError, TypeError) as error:
            message = f"repository without {error}"
            raise PageChanged(message) from error
        if not self.token:
            return self.clone(repository)
        branch = quote(repository.branch, safe="")
        path = f"/repos/{repository.name}/git/trees/{branch}?recursive=1"
        return self.call(path, self.tree, facts=repository.facts())

    async def tree(self, response: Response, facts: dict[str, str]) -> Answers:
        """The list of files, cut into batches of which each gives one sighting."""
        answer = read(response, dict)
        files = [
            [str(entry["path"]), str(entry["url"])]
            for entry in answer.get("tree", ())
            if entry.get("type") == "blob"
            and entry.get("mode") in REGULAR
            and 0 < int(entry.get("size") or 0) <= LARGEST_FILE
        ]
        cut = bool(answer.get("truncated")) or len(files) > MOST_FILES
        notes = ["GitHub listed only a part of the tree"] if cut else []
        for batch in batches(files[:MOST_FILES]):
            first = batch[0][1]
            yield self.ask(
                first,
                self.files,
                kind="api",
                headers=self.headers("application/vnd.github.raw+json"),
                facts=facts,
                batch=batch,
                notes=notes,
            )

    async def files(
        self, response: Response, facts: dict[str, str], batch: list[list[str]], notes: list[str]
    ) -> Answers:
        """One batch: the first file is the response, the others follow."""
        contents: list[Content | None] = [self.read_file(response, batch[0][0])]
        captures: list[Capture] = []
        for path, url in batch[1:]:
            try:
                raw = self.headers("application/vnd.github.raw+json")
                file = await self.fetch(url, kind="api", headers=raw)
            except NotSeen as seen:
                yield self.unseen(url, seen.state, seen.reason, seen.why, place=place_of(facts))
                if seen.reason in ("budget", "stopped"):
                    break
                continue
            contents.append(self.read_file(file, path))
            captures.append(self.capture(file))
        yield self.seen(response, facts, contents, captures=captures, notes=tuple(notes))

    def read_file(self, response: Response, path: str) -> Content | None:
        return content(response.body, path, self.blobs, url=response.url)

    def seen(
        self,
        response: Response,
        facts: Mapping[str, str],
        contents: Sequence[Content | None],
        **fields: Any,
    ) -> dict[str, Any]:
        return self.sighting(
            response,
            url=f"https://{place_of(facts)}",
            place=place_of(facts),
            site="github.com",
            title=": ".join(filter(None, (facts["name"], facts["about"]))),
            seller=facts["owner"],
            contents=[part for part in contents if part is not None],
            **fields,
        )

    def clone(self, repository: Repository) -> Request:
        """The list of references of a repository, which leads to its files."""
        base = f"{self.settings['COPYWATCH_GITHUB_GIT']}/{repository.name}.git"
        url = f"{base}/info/refs?service=git-upload-pack"
        return self.ask(url, self.references, kind="git", base=base, facts=repository.facts())

    async def references(self, response: Response, base: str, facts: dict[str, str]) -> Answers:
        """Fetch one commit without history, unpack it under limits, and read its files."""
        try:
            commit = git_pack.head(response.body)
            found = await self.files_of(base, commit) if commit else []
        except Unreadable as error:
            yield self.unseen(base, "failed", "git", str(error), place=place_of(facts))
            return
        if not found:
            why = "the repository is empty"
            yield self.unseen(base, "failed", "nothing to read", why, place=place_of(facts))
        for batch in batches(found):
            parts = [
                content(self.blobs.get(digest), path, self.blobs, url=f"{base}#{path}")
                for path, digest in batch
            ]
            yield self.seen(response, facts, parts)

    async def files_of(self, base: str, commit: str) -> list[list[str]]:
        answer = await self.fetch(
            f"{base}/git-upload-pack",
            kind="git",
            headers={"Content-Type": "application/x-git-upload-pack-request"},
            body=git_pack.wish(commit),
            largest=git_pack.LARGEST,
        )
        pack = self.blobs.put(git_pack.pack_of(answer.body))
        try:
            found: list[list[str]] = await asyncio.to_thread(
                bounded.call,
                git_pack.unpack,
                str(self.blobs.path(pack)),
                commit,
                str(self.blobs.root),
                seconds=UNPACK_SECONDS,
                megabytes=UNPACK_MEGABYTES,
            )
        finally:
            self.blobs.drop(pack)
        return found


def place_of(facts: Mapping[str, str]) -> str:
    return f"github.com/{facts['name']}".lower()


def batches(files: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(files), BATCH):
        yield list(files[start : start + BATCH])


def header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def read(response: Response, kind: type) -> Any:
    """The JSON of an answer, of the kind that was documented."""
    try:
        answer = json.loads(response.body)
    except ValueError as error:
        message = "GitHub's answer is not JSON"
        raise PageChanged(message) from error
    if not isinstance(answer, kind):
        message = f"GitHub's answer is not a {kind.__name__}"
        raise PageChanged(message)
    return answer
