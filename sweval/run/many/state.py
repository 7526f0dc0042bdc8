"""What is known of each report from the last run: of what it was made, whether it is still as it was published.

It stands in ``reports/.state/``, beside the editions and never in one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter

from sweval.blocks.card import Card
from sweval.run.task import FAILURES, Task, TaskOutcome
from sweval.run.trust.fingerprint import differences
from sweval.run.trust.publish import MANIFEST, is_complete


@dataclass(frozen=True)
class LastRun:
    """What the last run left of a report, as its file in ``reports/.state/`` holds it."""

    version: Literal["sweval-state/2"]
    state: str
    failure: str
    #: What it was made of, as :class:`~sweval.run.trust.fingerprint.Fingerprints` gives it.
    parts: dict[str, str]
    #: Size and time of each published file.
    published: dict[str, tuple[int, int]]
    #: Why nothing was made, if so.
    says: tuple[str, ...]
    #: That of the report there is, if there ever was one.
    card: Card | None


_KNOWN: Final = TypeAdapter(LastRun)


@dataclass(frozen=True)
class Standing:
    """Whether a task is to be run, and why, in Chinese; ``failed``: its last run made nothing."""

    due: bool
    why: str
    failed: bool = False


def standing(task: Task, parts: dict[str, str]) -> Standing:
    """Where a task stands, given the :class:`~sweval.run.trust.fingerprint.Fingerprints` of now."""
    known = _read(_path(task))
    if not known:
        return Standing(True, "尚未生成")
    if known.state == "failed":
        return Standing(True, f"上次未能生成：{FAILURES.get(known.failure, known.failure)}", failed=True)
    changed = differences(known.parts, parts)
    if changed:
        return Standing(True, f"有改动：{'、'.join(changed)}")
    # Looking at each file's size and time is enough unless one of them differs; then its content decides.
    if known.published != published(task.target) and not is_complete(task.target):
        return Standing(True, "已生成的文件不全或被改动")
    mark = known.card.mark if known.card else ""
    return Standing(False, f"没有改动（现有的是{mark}）" if mark else "没有改动")


def remember(task: Task, outcome: TaskOutcome, parts: dict[str, str]) -> None:
    """Note what came of a task made of ``parts``."""
    path = _path(task)
    former = _read(path)
    known = LastRun(
        version="sweval-state/2",
        state=outcome.state,
        failure=outcome.failure,
        parts=parts,
        published=published(task.target) if outcome.state == "made" else {},
        says=outcome.says if outcome.state == "failed" else (),
        # A report that couldn't be made anew is still the former one.
        card=outcome.card or (former.card if former else None),
    )
    # What can't be noted, on a full disk, is run again next time.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        private = path.with_suffix(".new")
        private.write_text(json.dumps(asdict(known), ensure_ascii=False), encoding="utf-8")
        private.replace(path)


def published(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each published file; empty without a manifest."""
    try:
        files = {path.name: path.stat() for path in sorted(folder.iterdir())}
    except OSError:
        return {}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in files.items() if MANIFEST in files}


def known_reports(root: Path, batch: str, edition: str) -> dict[str, LastRun]:
    """All reports of a batch's edition that a run was asked for, by station."""
    paths = sorted(_folder(root, batch, edition).glob("*.json"))
    return {path.stem: known for path in paths if (known := _read(path))}


def _folder(root: Path, batch: str, edition: str) -> Path:
    return root / "reports" / ".state" / batch / edition


def _path(task: Task) -> Path:
    return _folder(task.root, task.batch, task.parameters.edition) / f"{task.parameters.station}.json"


def _read(path: Path) -> LastRun | None:
    try:
        return _KNOWN.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
