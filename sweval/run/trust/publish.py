"""Publishing below ``reports/``: one run at a time, each report replaced by a finished directory at once or not at all.

Every published directory has a manifest with the digests of its files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from filelock import FileLock, Timeout

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.atomic import digest, replacing

MANIFEST: Final = "manifest.json"
VERSION: Final = "sweval-manifest/2"
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
STAGING: Final = ".staging-"
LOCK: Final = ".lock"
HOLDER: Final = ".running"


@contextmanager
def reports_lock(root: Path) -> Iterator[None]:
    """Lock ``reports/`` for the block; the system releases the lock whenever the process ends.

    Raises ``Refused`` if nothing can be written there, or another run holds the lock, with that run.
    """
    reports = root / "reports"
    if reports.exists() and not reports.is_dir():
        raise Refused([Fault("reports", problem="应为目录，现为文件", remedy="请移走或改名")])
    if not os.access(reports if reports.exists() else root, os.W_OK):
        raise Refused([Fault("reports", problem="没有写入权限", remedy="请检查目录权限")])
    reports.mkdir(exist_ok=True)
    holder = reports / HOLDER
    lock = FileLock(reports / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        problem = f"另一次运行正在写入（{_holder(holder)}）"
        raise Refused([Fault("reports", problem=problem, remedy="请等它结束后再运行")]) from None
    try:
        now = datetime.now().astimezone()
        holder.write_text(f"进程{os.getpid()}，{now:%Y-%m-%d %H:%M:%S} 开始", encoding="utf-8")
        yield
        holder.unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return "进程不详"


@contextmanager
def staging(target: Path, about: Mapping[str, Any] = NOTHING) -> Iterator[Path]:
    """A private directory beside ``target`` that replaces ``target`` at the end of the block.

    If the block raises, the directory is removed and ``target`` stays as it was. ``about``: the manifest's entries
    besides the files, for verification.
    """
    with replacing(target, STAGING) as private:
        yield private
        _write_manifest(private, about)


def read_json(path: Path) -> Any:
    """The content of a file below ``reports/``. Raises ``OSError``, or ``ValueError`` if it is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def is_complete(folder: Path) -> bool:
    """Whether a published directory has exactly the files of its manifest, with their digests."""
    try:
        files = dict(read_json(folder / MANIFEST)["files"])
        there = {path.name: path for path in folder.iterdir() if path.name != MANIFEST}
        return there.keys() == files.keys() and all(
            digest(there[name]) == entry["sha256"] for name, entry in files.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def root_digest(folder: Path) -> str:
    """The digest of a report's manifest, and so of every file in it. Raises ``OSError`` without a manifest."""
    return digest(folder / MANIFEST)


def edition_digest(home: Path) -> str:
    """The digest of all reports in an edition's folder, shown by its index."""
    lines = [f"{path.parent.name} {digest(path)}\n" for path in sorted(home.glob(f"*/{MANIFEST}"))]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": digest(path)}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    text = json.dumps({"version": VERSION, **about, "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
