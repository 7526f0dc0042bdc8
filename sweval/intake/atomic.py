"""Folders that change as a whole, a finished one in place of the former at once, or not at all; digests of files."""

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
#: How the former version is called while the new one takes its place.
ASIDE: Final = "-former"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content(paths: Iterable[Path]) -> str:
    """A digest of files with their names, of folders by their names alone, to tell whether any has changed.

    Raises ``OSError`` where one can't be read.
    """
    whole = hashlib.sha256()
    for path in sorted(paths):
        inside = path.read_bytes() if path.is_file() else b""
        whole.update(f"{path}\0{len(inside)}\0".encode())
        whole.update(inside)
    return whole.hexdigest()


@contextmanager
def replacing(target: Path, mark: str) -> Iterator[Path]:
    """A private folder beside ``target``, named with ``mark``; it takes its place when the block ends well.

    When the block raises, the folder is removed and ``target`` stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    private = Path(mkdtemp(prefix=f"{mark}{target.name}-", dir=target.parent))
    try:
        yield private
        # mkdtemp keeps others out; what is put in place is for all who could read the former.
        private.chmod(0o755)
        take_place(private, target)
    finally:
        shutil.rmtree(private, ignore_errors=True)


def sweep(folder: Path, mark: str) -> None:
    """Remove what runs that were ended have left in a folder, and put a version back that was moved aside.

    Only while no other process makes anything there.
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
    """Put a finished folder in a target's place, on the same file system; the former one is left at ``private``."""
    if not target.exists():
        private.rename(target)
    elif not _exchange(private, target):
        # Two renames leave a gap; where the system can't exchange, the former version is kept until the end.
        aside = private.with_name(private.name + ASIDE)
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
