"""Installs the servers of the real network for the `bluesky` tests, once, into the environment's cache folder.

Run by `make test-all` and `.ci/run` ahead of the tests: compiling takes a minute or two. `ATPROTO_NETWORK_CACHE` names
another folder, to share one between checkouts.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NODE = 20
"""The major version of Node that the locked servers run on (better-sqlite3 10 and undici 6)."""


class NotHere(RuntimeError):
    """The network cannot run on this machine; says why."""


def modules() -> Path:
    """The folder whose `node_modules` holds the servers; installs them the first time.

    Raises:
        NotHere: there is no Node 20, no PostgreSQL, or the installation failed.
    """
    lock = (HERE / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("ATPROTO_NETWORK_CACHE") or Path(sys.prefix) / "cache")
    folder = cache / f"atproto-network-{hashlib.sha256(lock).hexdigest()[:12]}"
    node = _node()
    if not shutil.which("postgres") and not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        raise NotHere("PostgreSQL is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "atproto-network.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _install(folder, node)
    return folder


def _node() -> Path:
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        raise NotHere("Node is not installed")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if version.removeprefix("v").split(".")[0] != str(NODE):
        raise NotHere(f"Node {NODE} is needed, this is {version}")
    return Path(found).resolve()


def _install(folder: Path, node: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    environment = dict(os.environ)
    if (node.parent.parent / "include" / "node").is_dir():
        environment.setdefault("npm_config_nodedir", str(node.parent.parent))  # else node-gyp downloads the headers
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere(f"npm ci failed: {done.stderr.strip()[-2000:]}")
    (folder / "done").touch()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{modules()}\n")
    except NotHere as reason:
        sys.exit(f"the tests on the real Bluesky network will be skipped: {reason}")
