"""The zygote: a process that has imported all a report needs, and forks a child for each task.

It has one thread and holds nothing of any task. Its arguments are the descriptor of a socket and the name of the
module whose ``preload()`` imports what tasks need, and whose ``rehearse(*texts)`` does once what they have in common.
Requests come over the socket: to rehearse, or to fork, with two descriptors, the child's connection and a pipe on which
the child's process id and, once it has ended, its exit status are written, four bytes each. When the socket closes, all
ends.
"""

from __future__ import annotations

import ctypes
import gc
import os
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

STATUS: Final = struct.Struct("i")
#: What the client sends in front of a request to rehearse, and of one to fork.
REHEARSE, FORK = b"r", b"."
#: linux/prctl.h.
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def main(descriptor: int, prepares: str) -> None:
    """Serve requests until the socket closes."""
    control = socket.socket(fileno=descriptor)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    preparing = import_module(prepares)
    preparing.preload()
    _settle()
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    children: dict[int, int] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if wake in ready:
                os.read(wake, 4096)
                _reap(children)
            if control in ready:
                message, descriptors, _, _ = socket.recv_fds(control, 1, 2)
                if not message:
                    break
                if message == REHEARSE:
                    _rehearse(control, preparing)
                else:
                    _fork(control, (wake, waker), children, *descriptors)
    _end(children)


def _settle() -> None:
    """What is here now is shared with every child; a collection would touch, and so copy, all of it."""
    gc.collect()
    gc.freeze()
    # A child lives for a second: it has little to collect, and looks for it less often.
    gc.set_threshold(50_000, 20, 20)


def _rehearse(control: socket.socket, preparing: Any) -> None:
    """Do what all tasks have in common once before them; whatever is wrong with it, each of them will say."""
    size = STATUS.unpack(control.recv(STATUS.size, socket.MSG_WAITALL))[0]
    texts = control.recv(size, socket.MSG_WAITALL).decode().split("\0")
    with suppress(Exception):
        preparing.rehearse(*texts)
    _settle()


def _end(children: Iterable[int]) -> None:
    """End all there is, children's children included, which come to the zygote as their parents end."""
    for child in children:
        _kill_group(child)
    with suppress(ChildProcessError):
        while True:
            _kill_adopted({})
            os.waitpid(-1, 0)


def _fork(
    control: socket.socket, own: tuple[int, int], children: dict[int, int], connection: int, status: int
) -> None:
    child = os.fork()
    if child:
        # Here and in the child, so that the group is there for whichever looks first.
        with suppress(OSError):
            os.setpgid(child, child)
        os.close(connection)
        children[child] = status
        _tell(status, child)
        return
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL if number == signal.SIGCHLD else signal.default_int_handler)
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for descriptor in (status, *own, *children.values()):
        os.close(descriptor)
    control.close()

    from sweval.engine.child import serve

    serve(Connection(connection))


def _reap(children: dict[int, int]) -> None:
    """Tell of the children that have ended, and end what they left behind."""
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            break
        if ended in children:
            _kill_group(ended)
            pipe = children.pop(ended)
            _tell(pipe, os.waitstatus_to_exitcode(status))
            os.close(pipe)
    _kill_adopted(children)


def _kill_adopted(children: dict[int, int]) -> None:
    """End what a station started and left: on Linux orphans become the zygote's own children."""
    try:
        own = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for process in map(int, own):
        if process not in children:
            _kill(process)


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _tell(pipe: int, number: int) -> None:
    with suppress(BrokenPipeError):
        os.write(pipe, STATUS.pack(number))


def _prctl(option: int, value: int) -> None:
    """Ask the Linux kernel for something; elsewhere there is no such call."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
