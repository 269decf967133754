"""The register key: made on first use, kept beside the store or in the environment."""

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fingerprints.errors import ConfigurationError

SIZE = 32  # bytes
VARIABLE = "COPYWATCH_KEY"
FILE = "register.key"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The register key; every use derives its own key from it, so that none reveals another."""

    secret: bytes

    def sub(self, purpose: str, size: int = SIZE) -> bytes:
        """The key of `size` bytes (at most 64) for one purpose (keyed BLAKE2b, RFC 7693)."""
        return hashlib.blake2b(purpose.encode(), key=self.secret, digest_size=size).digest()

    @property
    def id(self) -> str:
        """A public name of the key that tells a wrong one from the right one."""
        return self.sub("name of this key", 8).hex()

    def export(self) -> str:
        """The key as text, for the environment or a safe."""
        return base64.urlsafe_b64encode(self.secret).decode()


def parse(text: str, source: str) -> Keys:
    """Read an exported key; ConfigurationError says where it came from and what is wrong."""
    try:
        secret = base64.urlsafe_b64decode(text.strip())
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != SIZE:
        message = (
            f"{source} does not hold a register key ({SIZE} bytes in URL-safe base64). "
            "Use the text that `copywatch key export` printed."
        )
        raise ConfigurationError(message)
    return Keys(secret)


def load(home: Path, environment: Mapping[str, str] = os.environ) -> Keys | None:
    """The key from the environment or from the home's key file; None when there is none yet."""
    if text := environment.get(VARIABLE):
        return parse(text, f"the environment variable {VARIABLE}")
    path = home / FILE
    if not path.exists():
        return None
    return parse(path.read_text(encoding="ascii", errors="replace"), str(path))


def make(home: Path) -> Keys:
    """Make the key file of a new home, readable by its owner only; the first of two makers wins."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = Keys(secrets.token_bytes(SIZE))
    draft = home / f".{FILE}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(keys.export() + "\n")
        os.link(draft, home / FILE)
    except FileExistsError:
        return parse((home / FILE).read_text(encoding="ascii", errors="replace"), str(home / FILE))
    finally:
        draft.unlink(missing_ok=True)
    return keys


def of_home(home: Path, environment: Mapping[str, str] = os.environ) -> tuple[Keys, bool]:
    """The key of a home and whether it was made just now; a register without its key is refused."""
    if keys := load(home, environment):
        return keys, False
    if (home / "register.db").exists():
        message = (
            f"The key of the register in {home} is missing. Put it back as {home / FILE}, or "
            f"set the environment variable {VARIABLE} to the text that `copywatch key export` "
            "printed. Without it the fingerprints cannot be used; if it is lost, move the home "
            "away and protect the works again."
        )
        raise ConfigurationError(message)
    return make(home), True
