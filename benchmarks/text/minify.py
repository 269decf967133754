"""JavaScript through terser (`-c -m`), a pinned archive that Node runs; results are kept."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.archives import archives, present
from benchmarks.common import cache_root

PATIENCE = 300  # seconds for all files together
CALL = """
const {minify} = require("./package/dist/bundle.min.js");
const bodies = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const out = [];
  for (const body of bodies) {
    let code = null;
    for (const module of [true, false]) {
      try {
        code = (await minify(body, {module, compress: true, mangle: true})).code;
        break;
      } catch (error) { code = null; }
    }
    out.push(code);
  }
  process.stdout.write(JSON.stringify(out));
})();
"""


def minified(bodies: Sequence[str]) -> list[str | None] | None:
    """Each body minified, None where terser refuses it; None for all without Node or terser."""
    tool = next(a for a in archives() if a.name == "terser")
    if not present(tool) or shutil.which("node") is None:
        return None
    whole = hashlib.sha256("\0".join(bodies).encode()).hexdigest()[:16]
    kept = cache_root() / "minified" / f"{tool.version}-{whole}.json"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(_run(list(bodies), _unpacked(tool.path, kept.parent)), encoding="utf-8")
    found: list[str | None] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def _unpacked(archive: Path, folder: Path) -> Path:
    """The archive unpacked; its source maps are not used, so an empty module stands for them."""
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    stub = folder / "node_modules" / "@jridgewell" / "source-map"
    stub.mkdir(parents=True, exist_ok=True)
    (stub / "index.js").write_text("module.exports = {};\n", encoding="utf-8")
    return folder


def _run(bodies: list[str], folder: Path) -> str:
    done = subprocess.run(
        ["node", "-e", CALL],
        cwd=folder,
        input=json.dumps(bodies),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout
