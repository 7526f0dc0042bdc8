"""A task and its outcome: what to make, within which limits, and the result. Plain values, sent between processes."""

from __future__ import annotations

import errno
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from sweval.blocks.model import Card
from sweval.domain.disclosure.editions import about
from sweval.export.formats import PAGE
from sweval.intake.parameters import Parameters

Engine = Literal["sweval", "standard"]
NOTEBOOK: Final = "notebooks/station_report.ipynb"
#: The notebook's working directory below the published folder; removed before publishing.
SCRATCH: Final = "scratch"
#: Kinds of failure, in Chinese.
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
#: Errors of the file system, by number.
REFUSALS: Final = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EFBIG: "文件过大",
    errno.EACCES: "没有权限",
    errno.EROFS: "磁盘只读",
}
#: Failures that are tried again: of the machine, never of the data or the notebook.
RETRIED: Final = ("machine",)


@dataclass(frozen=True)
class Limits:
    """The limits of a run: seconds, and MB of all its processes together."""

    seconds: float = 600.0
    megabytes: int = 2048


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True)
class Task:
    """One station in one edition. ``batch``: the folder of its report, below ``reports/``."""

    root: Path
    parameters: Parameters
    batch: str
    engine: Engine = "sweval"
    formats: tuple[str, ...] = (PAGE.key,)
    limits: Limits = DEFAULT_LIMITS
    #: The digest of its inputs, for the end of the working papers.
    stamp: str = ""
    #: Digests of the software, for its manifest.
    software: tuple[tuple[str, str], ...] = ()
    #: The name of the project's key, for its manifest; not the key.
    key: str = ""

    @property
    def about(self) -> dict[str, Any]:
        """A manifest's entries besides the files: how to make the report again."""
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
        """The report's folder; each edition has a separate one, to be handed over alone."""
        return self.root / "reports" / self.batch / self.parameters.edition / self.parameters.station

    @property
    def log(self) -> Path:
        """The file with the output of the run."""
        return self._log_folder / f"{self.parameters.station}.log"

    @property
    def failed_notebook(self) -> Path:
        """The unfinished notebook of a failed run."""
        return self._log_folder / f"{self.parameters.station}.ipynb"

    @property
    def _log_folder(self) -> Path:
        return self.root / "reports" / self.batch / "logs" / self.parameters.edition

    @property
    def name(self) -> str:
        """Station and edition, for the terminal."""
        return f"{self.parameters.station} {about(self.parameters.edition).name}"


@dataclass(frozen=True)
class TaskOutcome:
    """The outcome of a task. ``messages``: lines for the terminal, the report's result or the reasons of a failure."""

    station: str
    edition: str
    state: Literal["made", "unchanged", "failed"]
    failure: str = ""
    messages: tuple[str, ...] = ()
    title: str = ""
    total: str = ""
    grade: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    megabytes: int = 0
    #: Which of the analyst's own cells the published notebook leaves out, for the terminal.
    aside: str = ""
    #: Whether the notebook's results differ from the direct evaluation.
    trial: bool = False
    #: Its row in the index of the folder.
    card: Card | None = None

    def as_json(self) -> dict[str, Any]:
        """A line of ``--log-format json``, where the messages are called ``says``."""
        values = asdict(self).items()
        return {"says" if name == "messages" else name: value for name, value in values if name != "card"}


def system_error_text(error: OSError) -> str:
    """The reason of a system error, in Chinese for those of the disk, with the file's name, never its path."""
    reason = REFUSALS.get(error.errno or 0) or error.strerror or str(error)
    name = Path(str(error.filename)).name if error.filename else ""
    return f"{reason}（{name}）" if name else reason


def failure(task: Task, kind: str, *messages: str) -> TaskOutcome:
    """The outcome of a task that made nothing."""
    return TaskOutcome(task.parameters.station, task.parameters.edition, "failed", kind, messages)
