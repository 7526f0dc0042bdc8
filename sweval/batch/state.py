"""What is known of each report from the last run: of what it was made, whether it is still as it was published.

It stands in ``reports/.state/``, beside the editions and never in one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sweval.batch.fingerprint import differences
from sweval.batch.publish import MANIFEST, is_complete
from sweval.batch.task import FAILURES, Outcome, Task

VERSION: Final = "sweval-state/1"


@dataclass(frozen=True)
class Standing:
    """Whether a task is to be run, and why, in Chinese; ``failed``: its last run made nothing."""

    due: bool
    why: str
    failed: bool = False


def standing(task: Task, parts: dict[str, str]) -> Standing:
    """Where a task stands, given the :class:`~sweval.batch.fingerprint.Fingerprints` of now."""
    known = _read(task)
    if not known:
        return Standing(True, "尚未生成")
    if known["state"] == "failed":
        return Standing(
            True, f"上次未能生成：{FAILURES.get(known['failure'], known['failure'])}", failed=True
        )
    changed = differences(known["parts"], parts)
    if changed:
        return Standing(True, f"有改动：{'、'.join(changed)}")
    # Looking at each file's size and time is enough unless one of them differs; then its content decides.
    if known["published"] != published(task.target) and not is_complete(task.target):
        return Standing(True, "已生成的文件不全或被改动")
    return Standing(False, "没有改动")


def remember(task: Task, outcome: Outcome, parts: dict[str, str]) -> None:
    """Note what came of a task made of ``parts``."""
    known = {
        "version": VERSION, "state": outcome.state, "failure": outcome.failure, "parts": parts,
        "published": published(task.target) if outcome.state == "made" else {},
    }  # fmt: skip
    path = _path(task)
    # What can't be noted, on a full disk, is run again next time.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        private = path.with_suffix(".new")
        private.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        private.replace(path)


def published(folder: Path) -> dict[str, list[int]]:
    """Size and time of each published file; empty without a manifest."""
    try:
        files = {path.name: path.stat() for path in sorted(folder.iterdir())}
    except OSError:
        return {}
    return (
        {name: [stat.st_size, stat.st_mtime_ns] for name, stat in files.items()} if MANIFEST in files else {}
    )


def _path(task: Task) -> Path:
    folder = task.root / "reports" / ".state" / task.batch / task.parameters.edition
    return folder / f"{task.parameters.station}.json"


def _read(task: Task) -> dict[str, Any]:
    try:
        known: dict[str, Any] = json.loads(_path(task).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if known.get("version") == VERSION else {}
