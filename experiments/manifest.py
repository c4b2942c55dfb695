"""The manifest: everything needed to know what a folder of results is, and to make it again."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from experiments.store import PROGRAM
from sim.scenario import Scenario

_LIBRARIES = ("mesa", "numpy", "numba", "scipy", "pandas", "pyarrow", "SALib", "matplotlib")


def program_version() -> str:
    """Return the version of this program."""
    return _version(PROGRAM) or "0+unknown"


def now() -> str:
    """Return the moment, in universal time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def manifest(
    *,
    scenarios: Sequence[Scenario],
    seed: int,
    runs: int,
    started: str,
    command: Sequence[str],
    files: Mapping[str, Path],
) -> dict[str, Any]:
    """Return the manifest of finished work as plain values that JSON can hold."""
    return {
        "program": PROGRAM,
        "status": "done",
        "command": list(command),
        "started": started,
        "ended": now(),
        "seed": seed,
        "runs": runs,
        "versions": _versions(),
        "commit": program_commit(),
        "scenarios": [scenario.to_dict() for scenario in scenarios],
        "files": {path.name: _fingerprint(path) for path in files.values()},
    }


def _versions() -> dict[str, str]:
    found = {PROGRAM: program_version(), "python": platform.python_version(), "platform": platform.platform()}
    return found | {name: _version(name) for name in _LIBRARIES if _version(name)}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def program_commit() -> str | None:
    """Return the git commit of the checkout that the program runs from, None for an installed package."""
    return _commit(Path(__file__).resolve().parents[1])


def _commit(root: Path) -> str | None:
    if not (root / ".git").exists():
        return None
    git = ["git", "-C", str(root), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True, timeout=20).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}
