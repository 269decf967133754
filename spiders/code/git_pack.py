"""Git over HTTP without a checkout: what to ask for, and the files of a pack (gitprotocol-http).

Nothing is written but blobs by their SHA-256: no hook, no symbolic link, no path of a stranger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dulwich.object_store import MemoryObjectStore, iter_tree_contents
from dulwich.objects import Blob, Commit, ObjectID, Tag
from dulwich.protocol import pkt_line

from fingerprints.blobs import Blobs
from fingerprints.errors import Unreadable

LARGEST = 64 * 1024 * 1024  # bytes of a pack
LARGEST_FILE = 1_000_000
MOST_FILES = 5_000
DEEPEST = 40
REGULAR = (0o100644, 0o100755, 0o100664)
AGENT = b"copywatch"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a tree; its bytes lie in the blobs."""

    path: str
    sha256: str


def packets(data: bytes) -> Iterator[bytes]:
    """The pkt-lines of an answer; flush packets come out empty."""
    position = 0
    while position + 4 <= len(data):
        try:
            size = int(data[position : position + 4], 16)
        except ValueError as error:
            message = "the answer is not in git's protocol"
            raise Unreadable(message) from error
        yield data[position + 4 : position + size] if size > 4 else b""  # noqa: PLR2004
        position += max(size, 4)


def head(advertised: bytes) -> str:
    """The commit that HEAD names in the list of references; empty for an empty repository."""
    for line in packets(advertised):
        name = line.split(b"\0", 1)[0].strip()
        if name.endswith(b" HEAD"):
            return name.split(b" ", 1)[0].decode("ascii")
    return ""


def wish(commit: str) -> bytes:
    """A request for one commit without its history."""
    able = b"side-band-64k thin-pack ofs-delta no-progress shallow agent=" + AGENT
    want = pkt_line(b"want " + commit.encode() + b" " + able + b"\n")
    return bytes(want + pkt_line(b"deepen 1\n") + b"0000" + pkt_line(b"done\n"))


def pack_of(answer: bytes) -> bytes:
    """The pack out of the bands of an answer."""
    lines = [line for line in packets(answer) if line]
    told = next((line[1:] for line in lines if line[:1] == b"\x03"), b"")
    pack = b"".join(line[1:] for line in lines if line[:1] == b"\x01")
    if told or not pack:
        message = f"the host sent no files: {told.decode('utf-8', 'replace')[:200].strip()}"
        raise Unreadable(message)
    return pack


def unpack(pack: str, commit: str, blobs: str) -> list[tuple[str, str]]:
    """Paths and SHA-256 of the files of a commit; to be called in a bounded process."""
    store = MemoryObjectStore()
    file, keep, _ = store.add_pack()
    file.write(Path(pack).read_bytes())
    keep()
    top = store[ObjectID(commit.encode("ascii"))]
    while isinstance(top, Tag):
        top = store[top.object[1]]
    if not isinstance(top, Commit):
        message = "the reference does not lead to a commit"
        raise Unreadable(message)
    into = Blobs(Path(blobs))
    found: list[tuple[str, str]] = []
    for entry in iter_tree_contents(store, top.tree, max_depth=DEEPEST):
        if entry.mode not in REGULAR or entry.sha not in store or entry.path is None:
            continue
        blob = store[entry.sha]
        if isinstance(blob, Blob) and 0 < blob.raw_length() <= LARGEST_FILE:
            found.append((entry.path.decode("utf-8", "replace"), into.put(blob.as_raw_string())))
        if len(found) >= MOST_FILES:
            break
    return found
