"""A process for each task, forked from a zygote or spawned, and ended with all it started.

A task is ``function(connection, *arguments)``, the function given as ``module:name``, so that the caller needn't
import it.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Final

import psutil

from sweval.engine.child import serve
from sweval.engine.zygote import FORK, REHEARSE, STATUS

#: One thread for each library: a zygote must have only one, and stations run in parallel anyway.
SINGLE: Final = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
CAN_FORK: Final = hasattr(os, "fork") and hasattr(socket, "send_fds")


class NoZygote(OSError):
    """The zygote died: a fault of the machine, never of a station."""


@dataclass(frozen=True)
class Ended:
    """The end of a process: its exit code, negative for a signal."""

    code: int


class Process(ABC):
    """A process that runs one task."""

    pid: int

    def __init__(self, connection: Connection, end: Any) -> None:
        self.connection: Connection | None = connection
        self._end = end
        self._ended: Ended | None = None

    def next(self, timeout: float) -> Any:
        """The next message, :class:`Ended` after the last; ``None`` after ``timeout`` seconds. Raises :class:`NoZygote`."""
        ready = wait([self._end, *([self.connection] if self.connection else [])], timeout)
        if self.connection and self.connection in ready:
            try:
                return self.connection.recv()
            except (EOFError, OSError):
                self.connection.close()
                self.connection = None
                return self.next(timeout)
        if self._ended is None and self._end in ready:
            self._ended = Ended(self._exit_code())
        return self._ended

    @abstractmethod
    def _exit_code(self) -> int:
        """The exit code of the ended process."""

    @abstractmethod
    def kill(self) -> None:
        """End the process and all it started."""

    def close(self) -> None:
        """End the process if it still runs, and release its resources."""
        with suppress(NoZygote):
            # Not after its end: another process may have the same number.
            while self._ended is None:
                self.kill()
                self.next(1.0)
        if self.connection:
            self.connection.close()


class Zygote:
    """The client's side of a zygote; threads may share it."""

    def __init__(self, prepares: str) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sweval.engine.zygote", str(theirs.fileno()), prepares],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **SINGLE, "MPLBACKEND": "module://matplotlib_inline.backend_inline"},
            )

    def rehearse(self, *texts: str) -> None:
        """Run the common work of many tasks once, before they are forked; worth it for a dozen or more."""
        data = "\0".join(texts).encode()
        with self._lock, suppress(OSError):
            self._control.sendall(REHEARSE + STATUS.pack(len(data)) + data)

    def start(self, function: str, *arguments: Any, directory: str, log: str = "") -> Forked:
        """Fork a child and give it a task. Raises :class:`NoZygote`."""
        ours, theirs = Pipe()
        status, writer = os.pipe()
        try:
            try:
                with self._lock:
                    socket.send_fds(self._control, [FORK], [theirs.fileno(), writer])
            finally:
                theirs.close()
                os.close(writer)
            process = Forked(ours, status)
            ours.send((function, arguments, directory, log))
            return process
        except OSError:
            ours.close()
            os.close(status)
            raise NoZygote("the zygote is gone") from None

    def close(self) -> None:
        """End the zygote and all its children."""
        self._control.close()
        self.process.wait()


class Forked(Process):
    """A child of the zygote."""

    def __init__(self, connection: Connection, status: int) -> None:
        super().__init__(connection, status)
        self.pid = self._exit_code()

    def _exit_code(self) -> int:
        """The next number from the zygote: the first is the process id, the second the exit code."""
        data = os.read(self._end, STATUS.size)
        if len(data) < STATUS.size:
            raise NoZygote("the zygote is gone")
        return int(STATUS.unpack(data)[0])

    def kill(self) -> None:
        """See :class:`Process`."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """See :class:`Process`."""
        super().close()
        os.close(self._end)


class Spawned(Process):
    """A process started without a zygote: slower, but available on every system."""

    def __init__(self, function: str, *arguments: Any, directory: str, log: str = "") -> None:
        ours, theirs = Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=serve, args=(theirs,), daemon=True
        )
        self._process.start()
        theirs.close()
        super().__init__(ours, self._process.sentinel)
        self.pid = int(self._process.pid or 0)
        ours.send((function, arguments, directory, log))

    def _exit_code(self) -> int:
        """See :class:`Process`."""
        self._process.join()
        return int(self._process.exitcode or 0)

    def kill(self) -> None:
        """See :class:`Process`."""
        for process in descendants(self.pid):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()

    def close(self) -> None:
        """See :class:`Process`."""
        super().close()
        self._process.close()


def descendants(pid: int) -> list[psutil.Process]:
    """The processes that a process started, directly or not; none if it has ended."""
    try:
        found: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
        return found
    except psutil.NoSuchProcess:
        return []


_lock = threading.Lock()
_zygote: Zygote | None = None


def zygote(prepares: str) -> Zygote:
    """This process's zygote, restarted after it has died. ``prepares``: the module it preloads."""
    global _zygote
    with _lock:
        if _zygote is None or _zygote.process.poll() is not None:
            if _zygote is not None:
                _zygote.close()
            _zygote = Zygote(prepares)
        return _zygote


@atexit.register
def end_all() -> None:
    """End the zygote, if there is one, and every process forked from it."""
    global _zygote
    with _lock:
        if _zygote is not None:
            _zygote.close()
            _zygote = None


def start(
    function: str, *arguments: Any, directory: str, prepares: str, log: str = "", fork: bool = CAN_FORK
) -> Process:
    """Start a process for a task, in ``directory``, its output in the file ``log``. Raises :class:`NoZygote`."""
    if fork:
        return zygote(prepares).start(function, *arguments, directory=directory, log=log)
    return Spawned(function, *arguments, directory=directory, log=log)
