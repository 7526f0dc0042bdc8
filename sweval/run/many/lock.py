"""One run at a time writes to ``reports/``, and only where it may."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from sweval.domain.values.faults import Fault, Refused

LOCK: Final = ".lock"
HOLDER: Final = ".running"


@contextmanager
def reports_lock(root: Path) -> Iterator[None]:
    """Hold ``reports/`` for the block; the system lets go of it when the process ends, however it ends.

    Raises ``Refused`` where nothing can be written there, or another run does, with who holds it.
    """
    reports = root / "reports"
    if reports.exists() and not reports.is_dir():
        raise Refused([Fault("reports", problem="应为目录，现为文件", remedy="请移走或改名")])
    if not os.access(reports if reports.exists() else root, os.W_OK):
        raise Refused([Fault("reports", problem="没有写入权限", remedy="请检查目录权限")])
    reports.mkdir(exist_ok=True)
    holder = reports / HOLDER
    lock = FileLock(reports / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        problem = f"另一次运行正在写入（{_holder(holder)}）"
        raise Refused([Fault("reports", problem=problem, remedy="请等它结束后再运行")]) from None
    try:
        now = datetime.now().astimezone()
        holder.write_text(f"进程{os.getpid()}，{now:%Y-%m-%d %H:%M:%S} 开始", encoding="utf-8")
        yield
        holder.unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return "进程不详"
