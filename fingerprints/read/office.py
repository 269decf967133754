"""The zip container of office files, refused when it is a bomb or its XML wants entities."""

import io
import re
import zipfile
import zlib

from fingerprints.errors import Unreadable
from fingerprints.read import limits
from fingerprints.read.guess import OLE

ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
CHUNK = 1 << 20


def checked(data: bytes, what: str) -> io.BytesIO:
    """The file for its reader, after every member was unpacked once within the limits."""
    if data.startswith(OLE):
        message = (
            f"an encrypted or very old {what}: save it without a password in the current format"
        )
        raise Unreadable(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            _check(container, what)
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        zlib.error,
    ) as error:
        message = f"a damaged or truncated {what}"
        raise Unreadable(message) from error
    except RuntimeError as error:  # zipfile says so of an encrypted member
        message = f"an encrypted {what}: save it without a password"
        raise Unreadable(message) from error
    return io.BytesIO(data)


def _check(container: zipfile.ZipFile, what: str) -> None:
    members = container.infolist()
    declared = sum(member.file_size for member in members)
    if len(members) > limits.ZIP_MEMBERS or declared > limits.ZIP_TOTAL:
        _refuse(what)
    total = 0
    for member in members:
        total += _unpacked(container, member, what)
        if total > limits.ZIP_TOTAL:
            _refuse(what)


def _unpacked(container: zipfile.ZipFile, member: zipfile.ZipInfo, what: str) -> int:
    """The bytes that really come out of a member, whatever it declares."""
    size = 0
    most = min(limits.ZIP_MEMBER, CHUNK + member.compress_size * limits.ZIP_RATIO)
    markup = member.filename.casefold().endswith((".xml", ".rels", ".vml"))
    with container.open(member) as file:
        tail = b""
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > most:
                _refuse(what)
            if markup and ENTITIES.search((tail + chunk).replace(b"\0", b"")):
                message = f"a {what} that declares XML entities, as no office program writes it"
                raise Unreadable(message)
            tail = chunk[-16:]
    return size


def _refuse(what: str) -> None:
    message = (
        f"a {what} that unpacks to far more than its size, or past "
        f"{limits.ZIP_TOTAL // limits.MEGABYTE} MB: it may be a zip bomb"
    )
    raise Unreadable(message)
