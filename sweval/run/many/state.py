"""The state of each report from its last run: the digests of its inputs, and its files as published.

Kept in ``reports/.state/``, outside every edition's folder.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter

from sweval.blocks.model import Card
from sweval.run.task import FAILURES, Task, TaskOutcome
from sweval.run.trust.fingerprint import differences
from sweval.run.trust.publish import MANIFEST, is_complete


@dataclass(frozen=True)
class LastRun:
    """The last run of a report, as stored in ``reports/.state/``."""

    version: Literal["sweval-state/2"]
    state: str
    failure: str
    #: The digests of its inputs, from :class:`~sweval.run.trust.fingerprint.Fingerprints`.
    parts: dict[str, str]
    #: Size and time of each published file.
    published: dict[str, tuple[int, int]]
    #: Messages of a run that made nothing.
    says: tuple[str, ...]
    #: The card of the existing report, if there is one.
    card: Card | None

    @property
    def reason(self) -> str:
        """The kind of failure in Chinese; empty if a report was made."""
        return FAILURES.get(self.failure, self.failure)


_STORED: Final = TypeAdapter(LastRun)


@dataclass(frozen=True)
class TaskState:
    """Whether a task must be run, with the reason in Chinese; ``failed``: its last run made nothing."""

    due: bool
    reason: str
    failed: bool = False


def state_of(task: Task, parts: dict[str, str]) -> TaskState:
    """The state of a task; ``parts``: the current digests of its inputs."""
    last = _read(_path(task))
    if not last:
        return TaskState(True, "尚未生成")
    if last.state == "failed":
        return TaskState(True, f"上次未能生成：{last.reason}", failed=True)
    changed = differences(last.parts, parts)
    if changed:
        return TaskState(True, f"有改动：{'、'.join(changed)}")
    # Contents are read only if a file's size or time differs.
    if last.published != published(task.target) and not is_complete(task.target):
        return TaskState(True, "已生成的文件不全或被改动")
    mark = last.card.mark if last.card else ""
    return TaskState(False, f"没有改动（现有的是{mark}）" if mark else "没有改动")


def save_state(task: Task, outcome: TaskOutcome, parts: dict[str, str]) -> None:
    """Store the outcome of a task; ``parts``: the digests of its inputs."""
    path = _path(task)
    former = _read(path)
    last = LastRun(
        version="sweval-state/2",
        state=outcome.state,
        failure=outcome.failure,
        parts=parts,
        published=published(task.target) if outcome.state == "made" else {},
        says=outcome.messages if outcome.state == "failed" else (),
        # After a failure the former report is still there.
        card=outcome.card or (former.card if former else None),
    )
    # Without a state, as on a full disk, the task is run again next time.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        private = path.with_suffix(".new")
        private.write_text(json.dumps(asdict(last), ensure_ascii=False), encoding="utf-8")
        private.replace(path)


def published(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each published file; empty without a manifest."""
    try:
        files = {path.name: path.stat() for path in sorted(folder.iterdir())}
    except OSError:
        return {}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in files.items() if MANIFEST in files}


def last_runs(root: Path, batch: str, edition: str) -> dict[str, LastRun]:
    """The last run of every report of a batch's edition, by station."""
    paths = sorted(_folder(root, batch, edition).glob("*.json"))
    return {path.stem: last for path in paths if (last := _read(path))}


def _folder(root: Path, batch: str, edition: str) -> Path:
    return root / "reports" / ".state" / batch / edition


def _path(task: Task) -> Path:
    return _folder(task.root, task.batch, task.parameters.edition) / f"{task.parameters.station}.json"


def _read(path: Path) -> LastRun | None:
    try:
        return _STORED.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
