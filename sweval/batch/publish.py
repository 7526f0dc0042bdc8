"""Publishing: a finished directory takes the place of the former one at once, or not at all."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

MANIFEST: Final = "manifest.json"
STAGING: Final = ".staging-"
# linux/fs.h and fcntl.h; renameat2 has no wrapper in the standard library.
AT_FDCWD: Final = -100
RENAME_EXCHANGE: Final = 2


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A private directory beside ``target``; it takes ``target``'s place when the block ends well.

    When the block raises, the directory is removed and ``target`` stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    private = Path(mkdtemp(prefix=f"{STAGING}{target.name}-", dir=target.parent))
    try:
        yield private
        _write_manifest(private)
        # mkdtemp keeps others out; what is published is for handing on.
        private.chmod(0o755)
        _take_place(private, target)
    finally:
        shutil.rmtree(private, ignore_errors=True)


def is_complete(folder: Path) -> bool:
    """Whether a published directory is whole: every file of its manifest is there, with its digest."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all(digest(folder / name) == entry["sha256"] for name, entry in files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_manifest(folder: Path) -> None:
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": digest(path)}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    text = json.dumps({"version": "sweval-manifest/1", "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def _take_place(private: Path, target: Path) -> None:
    if not target.exists():
        private.rename(target)
    elif not _exchange(private, target):
        # Two renames leave a gap; where the system can't exchange, the former version is kept until the end.
        aside = private.with_name(private.name + "-former")
        target.rename(aside)
        try:
            private.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two directories in one step; ``False`` where the system has no such call."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    if renameat2(AT_FDCWD, os.fsencode(a), AT_FDCWD, os.fsencode(b), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(b))
