"""Folders that are replaced as a whole, at once or not at all; digests of files."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

# linux/fs.h and fcntl.h; renameat2 has no wrapper in the standard library.
AT_FDCWD: Final = -100
RENAME_EXCHANGE: Final = 2
#: Suffix of the former version's name while the new one takes its place.
ASIDE: Final = "-former"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content(paths: Iterable[Path]) -> str:
    """A digest of files with their names, and of folders by name alone, that changes when any of them does.

    Raises ``OSError`` where one can't be read.
    """
    combined = hashlib.sha256()
    for path in sorted(paths):
        data = path.read_bytes() if path.is_file() else b""
        combined.update(f"{path}\0{len(data)}\0".encode())
        combined.update(data)
    return combined.hexdigest()


@contextmanager
def replacing(target: Path, mark: str) -> Iterator[Path]:
    """A private folder beside ``target``, its name beginning with ``mark``, that replaces it when the block ends.

    When the block raises, the folder is removed and ``target`` is left unchanged.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    private = Path(mkdtemp(prefix=f"{mark}{target.name}-", dir=target.parent))
    try:
        yield private
        # mkdtemp makes it private; the published folder is readable for all.
        private.chmod(0o755)
        take_place(private, target)
    finally:
        shutil.rmtree(private, ignore_errors=True)


def sweep(folder: Path, mark: str) -> None:
    """Remove what interrupted runs have left in a folder, and restore a version that was moved aside.

    To be called only while no other process writes there.
    """
    for left in sorted(folder.glob(f"{mark}*")):
        if left.name.endswith(ASIDE):
            # Private folders are named mark, target, "-" and random letters.
            target = folder / left.name.removesuffix(ASIDE).removeprefix(mark).rpartition("-")[0]
            if not target.exists():
                left.rename(target)
                continue
        shutil.rmtree(left, ignore_errors=True)


def take_place(private: Path, target: Path) -> None:
    """Put a finished folder in a target's place, on the same file system; the former one may be left at ``private``."""
    if not target.exists():
        private.rename(target)
    elif not _exchange(private, target):
        # Without an exchange, two renames leave a gap, so the former version is kept until the end.
        aside = private.with_name(private.name + ASIDE)
        target.rename(aside)
        try:
            private.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two directories in one step; ``False`` where the system lacks the call."""
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
