"""The digests of everything a report depends on: the same digests mean the same report.

They are not published: the digest of a small table would let a reader guess its content.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from sweval.domain.values.faults import Refused
from sweval.intake.atomic import digest
from sweval.intake.project import scheme_path, station_folder
from sweval.intake.project_key import KEY
from sweval.intake.station.folder import earlier_of
from sweval.run.task import NOTEBOOK, Task

PACKAGE: Final = Path(__file__).resolve().parents[2]
FONTS: Final = PACKAGE / "export" / "fonts"
#: The parts with their names in Chinese; a table of the data is named by its file.
PARTS: Final = {
    "parameters": "参数",
    "scheme": "指标体系",
    "calendar": "工作日历",
    "notebook": "笔记本",
    "package": "程序",
    "fonts": "字体",
    "versions": "软件版本",
    "formats": "格式",
    "key": "核对密钥",
    "earlier": "上次评估的数据",
}
#: The parts of the software, which depend on no data.
SOFTWARE: Final = ("package", "fonts", "versions")
DATA: Final = "data/"


class Fingerprints:
    """The fingerprints of one run's tasks; common parts are read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._scheme = cache(lambda scheme: digest(scheme_path(root, scheme)))

    def of(self, task: Task) -> dict[str, str]:
        """The digests of all that a task's report depends on; empty if scheme or data can't be found."""
        parameters = task.parameters
        try:
            folder = station_folder(self.root, parameters.station)
            return {
                **self._shared,
                "parameters": _of_text(json.dumps(parameters.for_papermill(), sort_keys=True)),
                "formats": ",".join((*task.formats, task.engine)),
                **self._key,
                "scheme": self._scheme(parameters.scheme),
                **{f"{DATA}{path.name}": digest(path) for path in _files(folder)},
                **self._earlier(folder),
            }
        except (Refused, OSError):
            # The run reports what is missing.
            return {}

    def _earlier(self, folder: Path) -> dict[str, str]:
        """The data of earlier assessments, whose hidden counts stay hidden; empty if none is named."""
        folders: list[Path] = []
        while name := earlier_of(folders[-1] if folders else folder):
            before = station_folder(self.root, name)
            if before in (folder, *folders):
                break
            folders.append(before)
        return {"earlier": _of_text("".join(map(_of_folder, folders)))} if folders else {}

    @cached_property
    def _key(self) -> dict[str, str]:
        """The project's key: hidden counts and the verification code depend on it."""
        path = self.root / KEY
        return {"key": digest(path)} if path.is_file() else {}

    def software(self) -> dict[str, str]:
        """The digests of code, fonts and versions."""
        return {part: self._shared[part] for part in SOFTWARE}

    @cached_property
    def _shared(self) -> dict[str, str]:
        return {
            "calendar": _of_folder(self.root / "params" / "calendar"),
            "notebook": digest(self.root / NOTEBOOK),
            "package": _of_folder(PACKAGE, but=FONTS),
            "fonts": _of_folder(FONTS),
            "versions": _of_text("\n".join(_versions())),
        }


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The parts that differ, in Chinese."""
    changed = [part for part in {**now, **before} if before.get(part) != now.get(part)]
    return [PARTS.get(part) or part.removeprefix(DATA) for part in changed]


def _versions() -> Iterator[str]:
    """The versions of Python and of every installed package, from the names of their folders."""
    yield platform.python_version()
    for entry in map(Path, dict.fromkeys(sys.path)):
        yield from sorted(path.name for path in entry.glob("*.dist-info"))


def _files(folder: Path) -> list[Path]:
    """The files below a folder, without hidden ones; empty for a missing folder."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.parent.name != "__pycache__"
    )


def _of_folder(home: Path, but: Path | None = None) -> str:
    """The digest of all files below a folder, without those directly in the folder ``but``."""
    paths = (path for path in _files(home) if path.parent != but)
    return _of_text("".join(f"{path.relative_to(home).as_posix()} {digest(path)}\n" for path in paths))


def _of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
