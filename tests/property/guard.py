"""What a door may not do while it reads hostile input: run or fetch anything, write elsewhere, hang, or eat memory."""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

SECONDS: Final = 5.0  # of CPU
STUCK: Final = 30.0  # seconds by the clock, for what waits and computes nothing
MEMORY: Final = 500 * 2**20  # bytes beyond what the process had
#: Events of Python's audit that no reading needs.
FORBIDDEN: Final = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "socket.connect",
    "socket.bind",
    "pickle.find_class",
    "os.symlink",
    "os.link",
    "os.chown",
    "ctypes.dlopen",
)
#: Events that change the file system, each with where its names and the folders they stand in are.
CHANGING: Final = {
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.utime": ((0, 3),),
    "os.chmod": ((0, 2),),
}
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_watched: list[str] | None = None


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None:
        return
    if event in FORBIDDEN:
        _watched.append(event)
    elif event in CHANGING:
        _watched.extend(_absolute(arguments[name], arguments[folder]) for name, folder in CHANGING[event])
    elif event == "open" and arguments[2] & WRITING and not isinstance(arguments[0], int):
        _watched.append(_absolute(arguments[0], -1))


def _absolute(name: Any, folder: int) -> str:
    """Where a name (or an open file) leads, seen from an open folder, or from the working directory."""
    if isinstance(name, int):
        return str(Path(f"/proc/self/fd/{name}").resolve())
    start = Path(f"/proc/self/fd/{folder}").resolve() if folder >= 0 else Path.cwd()
    return str(start / os.fsdecode(name))


sys.addaudithook(_audit)


@contextmanager
def guarded(home: Path | None = None) -> Iterator[None]:
    """Hold the body to the limits above; it may write below ``home`` alone, its temporary files too, or nowhere."""
    global _watched
    temporary, tempfile.tempdir = tempfile.tempdir, str(home) if home else tempfile.tempdir
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (_data() + MEMORY, hard))
    before = signal.signal(signal.SIGALRM, _stuck)
    signal.setitimer(signal.ITIMER_REAL, STUCK)
    started, _watched = time.process_time(), []
    try:
        yield
    finally:
        done, _watched = _watched, None
        tempfile.tempdir = temporary
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    assert time.process_time() - started < SECONDS
    allowed = f"{home.resolve()}{os.sep}" if home else os.devnull
    strange = [one for one in done if not f"{one}{os.sep}".startswith(allowed) and "__pycache__" not in one]
    assert not strange, strange


def _stuck(number: int, frame: object) -> None:
    raise AssertionError(f"nothing came of it in {STUCK} s")


def _data() -> int:
    """Bytes of private memory the process has, as the limit counts them."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmData:"))
    return int(line.split()[1]) * 1024
