"""A process made for one task: forked from the zygote, or spawned where there is no fork.

The task is received over a connection as ``(function, arguments, directory, log)``, the function as ``module:name``,
and called as ``function(connection, *arguments)``. Nothing it does outlives its process.
"""

from __future__ import annotations

import os
import random
import sys
import traceback
import zlib
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

#: Whether this process was made for one task, so that its global state may be changed.
private = False


def serve(connection: Connection) -> None:
    """Run the task received over ``connection``, in a new process group, and end the process."""
    global private
    private = True
    code = 1
    try:
        if hasattr(os, "setpgid"):
            os.setpgid(0, 0)
        function, arguments, directory, log = connection.recv()
        _redirect(log)
        os.chdir(directory)
        _reseed(log or directory)
        module, _, name = function.partition(":")
        getattr(import_module(module), name)(connection, *arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Without exit handlers and without joining threads that a notebook may have left.
        os._exit(code)


def _redirect(log: str) -> None:
    """Empty the input, and send the output to the file ``log``, or nowhere without one."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if log else nothing
    for stream in (1, 2):
        os.dup2(out, stream)
    for file in (sys.stdout, sys.stderr):
        if hasattr(file, "reconfigure"):
            file.reconfigure(encoding="utf-8", errors="backslashreplace")


def _reseed(name: str) -> None:
    """Seed random numbers by the task, the same each time: a fork inherits its parent's state."""
    seed = zlib.crc32(Path(name).name.encode())
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
