"""matrix-synapse, a chat server, with one user and one room for alerts."""

import contextlib
import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.process import Server, free_port, run, running

USER = "copywatch"
PASSWORD = "only-for-tests"
SECRET = "only-for-tests-too"
NAME = "test.local"


@dataclass(frozen=True, slots=True)
class Chat:
    """Where alerts may go: `room` is an alias such as #alerts:test.local."""

    server: Server
    user: str
    password: str
    room: str
    room_id: str
    token: str

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def target(self) -> str:
        """The room as an Apprise URL."""
        room = urllib.parse.quote(self.room, safe="")
        return f"matrix://{self.user}:{self.password}@{self.server.allow}/{room}"

    def messages(self) -> list[str]:
        """The texts in the room, oldest first."""
        path = f"rooms/{urllib.parse.quote(self.room_id)}/messages?dir=f&limit=200"
        events = call(self.server, path, token=self.token)["chunk"]
        return [e["content"]["body"] for e in events if e["type"] == "m.room.message"]


@contextlib.contextmanager
def start(folder: Path, *, host: str = "127.0.0.15") -> Iterator[Chat]:
    """A chat server for the time of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port(host)
    config = folder / "homeserver.yaml"
    config.write_text(json.dumps(configuration(folder, host, port)))
    module = ["-m", "synapse.app.homeserver", "--config-path", str(config)]
    run([*module, "--generate-keys"], folder=folder)
    with running(module, host=host, port=port, folder=folder, ready="/health") as server:
        register = ["-m", "synapse._scripts.register_new_matrix_user", "--no-admin"]
        who = ["-u", USER, "-p", PASSWORD, "-c", str(config), server.url.rstrip("/")]
        run([*register, *who], folder=folder)
        yield open_room(server)


def open_room(server: Server) -> Chat:
    name = {"type": "m.id.user", "user": USER}
    login = {"type": "m.login.password", "identifier": name, "password": PASSWORD}
    token = call(server, "login", login)["access_token"]
    room = {"room_alias_name": "alerts", "preset": "public_chat"}
    room_id = call(server, "createRoom", room, token=token)["room_id"]
    return Chat(server, USER, PASSWORD, f"#alerts:{NAME}", room_id, token)


def call(
    server: Server, path: str, body: dict[str, Any] | None = None, *, token: str = ""
) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - our own server on loopback
        f"{server.url}_matrix/client/v3/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
        found: dict[str, Any] = json.load(answer)
        return found


def configuration(folder: Path, host: str, port: int) -> dict[str, Any]:
    """Synapse reads YAML, and JSON is YAML."""
    plenty = {"per_second": 1000, "burst_count": 1000}
    client = {"names": ["client"], "compress": False}
    return {
        "server_name": NAME,
        "pid_file": str(folder / "homeserver.pid"),
        "listeners": [
            {
                "port": port,
                "bind_addresses": [host],
                "type": "http",
                "tls": False,
                "resources": [client],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": SECRET,
        "macaroon_secret_key": SECRET,
        "form_secret": SECRET,
        "report_stats": False,
        "trusted_key_servers": [],
        "bcrypt_rounds": 4,
        "rc_message": plenty,
        "rc_login": {"address": plenty, "account": plenty, "failed_attempts": plenty},
    }
