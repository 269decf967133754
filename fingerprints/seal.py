"""Authenticated encryption (AES-GCM, NIST SP 800-38D) of what would quote a protected work."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fingerprints.errors import CopywatchError
from fingerprints.keys import Keys

NONCE = 12  # bytes


def seal(keys: Keys, data: bytes, about: str) -> bytes:
    """Encrypt; `about` names the place of the data, so that it cannot be moved elsewhere."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(keys.sub("seal")).encrypt(nonce, data, about.encode())


def unseal(keys: Keys, sealed: bytes, about: str) -> bytes:
    """Decrypt; data that was changed, moved or sealed with another key raises CopywatchError."""
    try:
        return AESGCM(keys.sub("seal")).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        message = (
            "Sealed data does not open with this register key: it was damaged, or it belongs "
            "to another installation. Restore it from a backup, or protect the work again."
        )
        raise CopywatchError(message) from error
