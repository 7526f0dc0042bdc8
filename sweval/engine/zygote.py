"""The zygote: a process that has imported all a report needs, and forks a child for each task.

It has one thread and no data of any task. Its arguments are the descriptor of a socket and the name of a module, whose
``preload()`` imports what tasks need and whose ``rehearse(*texts)`` runs their common work once. The socket carries two
requests: to rehearse, and to fork, with two descriptors: the child's connection, and a pipe that receives the child's
process id and, at its end, its exit status, four bytes each. When the socket closes, the zygote and its children end.
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
#: The first byte of a request.
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
    """Keep the collector off the memory shared with every child: touching it would copy it."""
    gc.collect()
    gc.freeze()
    # A child lives for a second and has little to collect.
    gc.set_threshold(50_000, 20, 20)


def _rehearse(control: socket.socket, preparing: Any) -> None:
    """Run the common work of all tasks once; a fault in it is reported by each of them."""
    size = STATUS.unpack(control.recv(STATUS.size, socket.MSG_WAITALL))[0]
    texts = control.recv(size, socket.MSG_WAITALL).decode().split("\0")
    with suppress(Exception):
        preparing.rehearse(*texts)
    _settle()


def _end(children: Iterable[int]) -> None:
    """End all children, and the orphans of children, which the zygote adopts."""
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
        # Here and in the child, so that the group exists for the first of them that uses it.
        with suppress(OSError):
            os.setpgid(child, child)
        os.close(connection)
        children[child] = status
        _send(status, child)
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
    """Report the children that have ended, and end the processes they left behind."""
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
            _send(pipe, os.waitstatus_to_exitcode(status))
            os.close(pipe)
    _kill_adopted(children)


def _kill_adopted(children: dict[int, int]) -> None:
    """End the orphans of children: on Linux they become children of the zygote."""
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


def _send(pipe: int, number: int) -> None:
    with suppress(BrokenPipeError):
        os.write(pipe, STATUS.pack(number))


def _prctl(option: int, value: int) -> None:
    """Call Linux's ``prctl``; do nothing on other systems."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
