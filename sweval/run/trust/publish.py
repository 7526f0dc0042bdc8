"""Publishing: a finished directory takes the place of the former one at once, or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sweval.intake.atomic import digest, replacing

MANIFEST: Final = "manifest.json"
VERSION: Final = "sweval-manifest/2"
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
STAGING: Final = ".staging-"


@contextmanager
def staging(target: Path, about: Mapping[str, Any] = NOTHING) -> Iterator[Path]:
    """A private directory beside ``target``; it takes ``target``'s place when the block ends well.

    When the block raises, the directory is removed and ``target`` stays as it was. ``about``: what the manifest
    says of the files besides their digests, for whoever wants to make them again.
    """
    with replacing(target, STAGING) as private:
        yield private
        _write_manifest(private, about)


def read_json(path: Path) -> Any:
    """What stands in a file below ``reports/``, where anybody may have written.

    Raises ``OSError`` where it can't be read, ``ValueError`` where it is no JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested beyond reading") from None


def is_complete(folder: Path) -> bool:
    """Whether a published directory is whole: the files of its manifest and no others, with their digests."""
    try:
        files = dict(read_json(folder / MANIFEST)["files"])
        there = {path.name: path for path in folder.iterdir() if path.name != MANIFEST}
        return there.keys() == files.keys() and all(
            digest(there[name]) == entry["sha256"] for name, entry in files.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def root_digest(folder: Path) -> str:
    """The digest of a report's manifest, and so of every file in it. Raises ``OSError`` where there is none."""
    return digest(folder / MANIFEST)


def edition_digest(home: Path) -> str:
    """The digest of all reports in an edition's folder; its index shows it, and no report can."""
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
