"""Installs and runs real Elasticsearch nodes: Elastic's own test distribution, by Maven."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from ssl import create_default_context
from tempfile import mkdtemp
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VERSIONS = {"8.19.21": 17, "9.4.3": 21}  # server: the oldest Java that runs it
CACHE = Path(__file__).parents[2] / ".cache" / "elastic"
ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{}:zip"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
NOBODY = "65534"
JVM = "-Xms512m\n-Xmx512m\n-XX:TieredStopAtLevel=1\n"  # the quick compiler: up sooner, no bench
UNAUTHORISED = 401
STARTING = 300  # seconds; 12 on a quiet machine with two cores


def java_for(oldest: int) -> Path | None:
    """The home of a full Java (with jlink) of at least this version; the oldest that fits."""
    homes = [Path(text) for text in (os.environ.get("JAVA_HOME", ""),) if text]
    homes += sorted(Path("/usr/lib/jvm").glob("*")) if Path("/usr/lib/jvm").exists() else []
    found = [(_version(home), home) for home in homes if (home / "bin" / "jlink").exists()]
    fitting = sorted((version, str(home)) for version, home in found if version >= oldest)
    return Path(fitting[0][1]) if fitting else None


def _version(home: Path) -> int:
    told = re.search(r'JAVA_VERSION="(\d+)', _text(home / "release"))
    return int(told.group(1)) if told else 0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def runnable() -> dict[str, Path]:
    """The servers that this machine can run, each with its Java."""
    if shutil.which("mvn") is None:
        return {}
    return {version: home for version, old in VERSIONS.items() if (home := java_for(old))}


def install(version: str) -> Path:
    """The unpacked distribution, taken once and kept."""
    folder = CACHE / f"elasticsearch-{version}"
    if (folder / "bin" / "elasticsearch").exists():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(dir=CACHE))
    try:
        artifact = ARTIFACT.format(version)
        run = ["mvn", "-B", "-ntp", f"{PLUGIN}:get", f"-Dartifact={artifact}", "-Dtransitive=false"]
        _maven(run, work)
        copy = ["mvn", "-B", "-o", f"{PLUGIN}:copy", f"-Dartifact={artifact}"]
        copy += [f"-DoutputDirectory={work}", "-Dmdep.useBaseVersion=true"]
        _maven(copy, work)
        (zipped,) = work.glob("*.zip")
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(work / "new")
        (unpacked,) = (work / "new").iterdir()
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        with contextlib.suppress(FileExistsError, OSError):
            unpacked.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _maven(command: list[str], folder: Path) -> None:
    """Run Maven with the settings of this machine; what it says is told only if it fails."""
    done = subprocess.run(
        command, cwd=folder, timeout=600, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        message = f"Maven failed: {done.stdout.decode(errors='replace')[-2000:]}"
        raise RuntimeError(message)


@dataclass(slots=True)
class Node:
    """One server with a folder of its own, on a free port of the loopback."""

    version: str
    java: Path
    folder: Path
    port: int
    password: str = ""  # of the user "elastic"; with one, the node has security and TLS on
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.password else 'http'}://127.0.0.1:{self.port}"

    @property
    def certificate(self) -> Path:
        """The file that clients of a secured node trust."""
        return self.folder / "config" / "http.crt"

    def environment(self) -> dict[str, str]:
        """Everything inside its own folder."""
        return {
            "ES_JAVA_HOME": str(self.java),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "HOME": str(self.folder),
            "PATH": os.environ["PATH"],
        }

    def start(self) -> None:
        """Start it on the data it has and wait until it answers."""
        with (self.folder / "out.txt").open("ab") as out:
            self.process = subprocess.Popen(
                [*_not_root(), str(self.folder / "bin" / "elasticsearch")],
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + STARTING
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                tail = _text(self.folder / "out.txt")[-2000:]
                message = f"Elasticsearch {self.version} did not start:\n{tail}"
                raise RuntimeError(message)
            time.sleep(0.2)

    def kill(self) -> None:
        """As a power cut would: SIGKILL to the server and what started it."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        process, self.process = self.process, None
        for wanted in (number, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, wanted)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
        self._wait_for_silence()

    def _wait_for_silence(self) -> None:
        """The server is a child of the program that we started: wait until it is gone too."""
        end = time.monotonic() + 20
        while self._answers() and time.monotonic() < end:
            time.sleep(0.1)

    def _answers(self) -> bool:
        trusted = create_default_context(cafile=self.certificate) if self.password else None
        try:
            with urlopen(f"{self.url}/_cluster/health", timeout=2, context=trusted) as answer:  # noqa: S310  # loopback
                return b'"status"' in answer.read()
        except HTTPError as error:
            return bool(self.password) and error.code == UNAUTHORISED
        except (URLError, OSError):
            return False


def _not_root() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextlib.contextmanager
def node(version: str, java: Path, password: str = "") -> Iterator[Node]:
    """A running node in a new folder; stopped and removed at the end."""
    around = Path(mkdtemp(prefix="copywatch-elastic-"))
    around.chmod(0o755)  # another user runs it
    server = Node(version, java, around / version, free_port(), password)
    try:
        shutil.copytree(install(version), server.folder, symlinks=True)
        _configure(server)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(around, ignore_errors=True)


def _configure(server: Node) -> None:
    home, config = server.folder, server.folder / "config"
    for name in ("data", "logs", "tmp", "config/jvm.options.d"):
        (home / name).mkdir(exist_ok=True)
    settings = {
        "cluster.name": f"copywatch-test-{server.port}",
        "discovery.type": "single-node",
        "http.host": "127.0.0.1",
        "http.port": server.port,
        "transport.host": "127.0.0.1",
        "transport.port": free_port(),
        "path.data": home / "data",
        "path.logs": home / "logs",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "xpack.security.enabled": "true" if server.password else "false",
    }
    if server.password:
        _certify(config)
        settings["xpack.security.http.ssl.enabled"] = "true"
        settings["xpack.security.http.ssl.key"] = config / "http.key"
        settings["xpack.security.http.ssl.certificate"] = config / "http.crt"
    lines = "".join(f"{name}: {value}\n" for name, value in settings.items())
    (config / "elasticsearch.yml").write_text(lines, encoding="utf-8")
    (config / "jvm.options.d" / "heap.options").write_text(JVM, encoding="utf-8")
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(home)], check=True)
    if server.password:
        _keep_password(server)


def _keep_password(server: Node) -> None:
    """Put the first password of the user "elastic" into the node's keystore."""
    program = [*_not_root(), str(server.folder / "bin" / "elasticsearch-keystore")]
    for command, given in (
        (["create"], ""),
        (["add", "-x", "bootstrap.password"], server.password),
    ):
        subprocess.run(
            [*program, *command],
            check=True,
            cwd=server.folder,
            env=server.environment(),
            input=given.encode(),
            capture_output=True,
        )


def _certify(folder: Path) -> None:
    """A key, and a certificate for the loopback that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "copywatch test node")])
    begin = datetime.now(UTC) - timedelta(days=1)
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3))
        .add_extension(loopback, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "http.crt").write_bytes(certificate.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "http.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
