"""Publishing: a finished directory takes the place of the former one at once, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sweval.atomic import digest, replacing

MANIFEST: Final = "manifest.json"
STAGING: Final = ".staging-"


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A private directory beside ``target``; it takes ``target``'s place when the block ends well.

    When the block raises, the directory is removed and ``target`` stays as it was.
    """
    with replacing(target, STAGING) as private:
        yield private
        _write_manifest(private)


def is_complete(folder: Path) -> bool:
    """Whether a published directory is whole: every file of its manifest is there, with its digest."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all(digest(folder / name) == entry["sha256"] for name, entry in files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_manifest(folder: Path) -> None:
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": digest(path)}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    text = json.dumps({"version": "sweval-manifest/1", "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
