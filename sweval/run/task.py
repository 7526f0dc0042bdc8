"""One run: what is to be made, with which limits, and what came of it. Plain values, sent between processes."""

from __future__ import annotations

import errno
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from sweval.blocks.card import Card
from sweval.domain.disclosure.editions import about
from sweval.export.formats import PAGE
from sweval.intake.parameters import Parameters

Engine = Literal["sweval", "standard"]
NOTEBOOK: Final = "notebooks/station_report.ipynb"
#: Where a notebook works, below the folder that is published; it is taken out before.
SCRATCH: Final = "scratch"
#: Why nothing came of a run, in Chinese.
FAILURES: Final = {
    "data": "数据有问题",
    "notebook": "笔记本运行出错",
    "export": "未能导出",
    "personal": "含个人信息",
    "key": "核对密钥不对",
    "trial": "是试算，不能作为报告",
    "time": "超过时限",
    "memory": "超过内存上限",
    "died": "进程异常结束",
    "disk": "读写文件出错",
    "program": "程序出错",
    "machine": "运行环境故障",
    "stopped": "未运行",
}
#: What a system refuses to write, by its number.
REFUSALS: Final = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EFBIG: "文件过大",
    errno.EACCES: "没有权限",
    errno.EROFS: "磁盘只读",
}
#: What another try may mend: a fault of the machine, never one of the data or the notebook.
RETRIED: Final = ("machine",)


@dataclass(frozen=True)
class Limits:
    """What a run may take: seconds, and MB of all its processes together."""

    seconds: float = 600.0
    megabytes: int = 2048


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True)
class Task:
    """One station in one edition. ``batch`` is the folder its report goes to, below ``reports/``."""

    root: Path
    parameters: Parameters
    batch: str
    engine: Engine = "sweval"
    formats: tuple[str, ...] = (PAGE.key,)
    limits: Limits = DEFAULT_LIMITS
    #: What the end of the working papers says of what they were made of.
    stamp: str = ""
    #: What its manifest says of the software that made it.
    software: tuple[tuple[str, str], ...] = ()
    #: What its manifest says of the project's key: which it is, and nothing of what it is.
    key: str = ""

    @property
    def about(self) -> dict[str, Any]:
        """What a manifest says of a report besides its files: how to make it again."""
        return {
            "station": self.parameters.station,
            "edition": self.parameters.edition,
            "batch": self.batch,
            "parameters": self.parameters.for_papermill(),
            "formats": list(self.formats),
            "software": dict(self.software),
            "key": self.key,
        }

    @property
    def target(self) -> Path:
        """The report's folder; an edition has its own, to be handed over alone."""
        return self.root / "reports" / self.batch / self.parameters.edition / self.parameters.station

    @property
    def log(self) -> Path:
        """What the run printed."""
        return self._log_folder / f"{self.parameters.station}.log"

    @property
    def failed_notebook(self) -> Path:
        """The notebook as far as it came, where it failed."""
        return self._log_folder / f"{self.parameters.station}.ipynb"

    @property
    def _log_folder(self) -> Path:
        return self.root / "reports" / self.batch / "logs" / self.parameters.edition

    @property
    def name(self) -> str:
        """As a reader of the terminal sees it."""
        return f"{self.parameters.station} {about(self.parameters.edition).name}"


@dataclass(frozen=True)
class TaskOutcome:
    """What came of a task. ``says`` are lines for the terminal: what the report says, or what went wrong."""

    station: str
    edition: str
    state: Literal["made", "unchanged", "failed"]
    failure: str = ""
    says: tuple[str, ...] = ()
    title: str = ""
    total: str = ""
    grade: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    megabytes: int = 0
    #: What its published notebook leaves out of the analyst's own cells, for the terminal.
    aside: str = ""
    #: Whether the notebook says something other than the data give.
    trial: bool = False
    #: What the index of the folder says of the report.
    card: Card | None = None

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        told = asdict(self) | {"says": list(self.says)}
        del told["card"]
        return told


def system_error_text(error: OSError) -> str:
    """What the system refused, in Chinese where it is what happens to a disk; the file's name, never its path."""
    said = REFUSALS.get(error.errno or 0) or error.strerror or str(error)
    name = Path(str(error.filename)).name if error.filename else ""
    return f"{said}（{name}）" if name else said


def failure(task: Task, kind: str, *says: str) -> TaskOutcome:
    """The outcome of a task that made nothing."""
    return TaskOutcome(task.parameters.station, task.parameters.edition, "failed", kind, says)
