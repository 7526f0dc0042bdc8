"""What is known of each report from the last run: of what it was made, whether it is still as it was published.

It stands in ``reports/.state/``, beside the editions and never in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from sweval.batch.fingerprint import differences
from sweval.batch.publish import MANIFEST, is_complete, read_json
from sweval.batch.task import FAILURES, Outcome, Task
from sweval.blocks.card import Card

VERSION: Final = "sweval-state/2"
#: What a state holds.
NOTED: Final = {"version", "state", "failure", "parts", "published", "says", "card"}


@dataclass(frozen=True)
class Standing:
    """Whether a task is to be run, and why, in Chinese; ``failed``: its last run made nothing."""

    due: bool
    why: str
    failed: bool = False


def standing(task: Task, parts: dict[str, str]) -> Standing:
    """Where a task stands, given the :class:`~sweval.batch.fingerprint.Fingerprints` of now."""
    known = _read(_path(task))
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
    mark = (known.get("card") or {}).get("mark", "")
    return Standing(False, f"没有改动（现有的是{mark}）" if mark else "没有改动")


def remember(task: Task, outcome: Outcome, parts: dict[str, str]) -> None:
    """Note what came of a task made of ``parts``."""
    # A report that couldn't be made anew is still the former one.
    card = asdict(outcome.card) if outcome.card else _read(_path(task)).get("card")
    known = {
        "version": VERSION,
        "state": outcome.state,
        "failure": outcome.failure,
        "parts": parts,
        "published": published(task.target) if outcome.state == "made" else {},
        "says": outcome.says if outcome.state == "failed" else (),
        "card": card,
    }
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


@dataclass(frozen=True)
class Known:
    """What the last run left of a station: the card of its report, if there ever was one, and why it failed, if it did."""

    station: str
    card: Card | None
    failure: str
    says: tuple[str, ...]


def known_reports(root: Path, batch: str, edition: str) -> Iterator[Known]:
    """All reports of a batch's edition that a run was asked for, by station."""
    for path in sorted(_folder(root, batch, edition).glob("*.json")):
        known = _read(path)
        if known:
            card = _cards().validate_python(known["card"]) if known.get("card") else None
            yield Known(path.stem, card, known["failure"], tuple(known.get("says", ())))


@cache
def _cards() -> TypeAdapter[Card]:
    return TypeAdapter(Card)


def _folder(root: Path, batch: str, edition: str) -> Path:
    return root / "reports" / ".state" / batch / edition


def _path(task: Task) -> Path:
    return _folder(task.root, task.batch, task.parameters.edition) / f"{task.parameters.station}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        known = read_json(path)
    except (OSError, ValueError):
        return {}
    whole = isinstance(known, dict) and known.keys() >= NOTED and known["version"] == VERSION
    return known if whole else {}
