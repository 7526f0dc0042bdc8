"""Two runs never write to one ``reports/``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from sweval.domain.faults import Fault, Refused

LOCK: Final = ".lock"
HOLDER: Final = ".running"


@contextmanager
def reports_lock(root: Path) -> Iterator[None]:
    """Hold ``reports/`` for the block; the system lets go of it when the process ends, however it ends.

    Raises ``Refused``, with who holds it, where another run does.
    """
    reports = root / "reports"
    reports.mkdir(exist_ok=True)
    lock = FileLock(reports / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Refused(
            [
                Fault(
                    "reports",
                    problem=f"另一次运行正在写入（{_holder(reports)}）",
                    remedy="请等它结束后再运行",
                )
            ]
        ) from None
    try:
        now = datetime.now().astimezone()
        (reports / HOLDER).write_text(f"进程{os.getpid()}，{now:%Y-%m-%d %H:%M:%S} 开始", encoding="utf-8")
        yield
        (reports / HOLDER).unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(reports: Path) -> str:
    try:
        return (reports / HOLDER).read_text(encoding="utf-8")
    except OSError:
        return "进程不详"
