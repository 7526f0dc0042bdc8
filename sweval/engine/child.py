"""What happens in a process that was made for one task: forked from the zygote, or spawned where there is no fork.

The task comes over a connection as ``(function, arguments, directory, log)``, the function as
``module:name``, and is called as ``function(connection, *arguments)``. Nothing it does outlives its process.
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

#: Whether this process was made for one task, so that it may be changed at will.
private = False


def serve(connection: Connection) -> None:
    """Do the one task that comes over ``connection``, in a process group of its own, and end the process."""
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
        # No exit handlers, no joining of threads a notebook may have left: the process ends here.
        os._exit(code)


def _redirect(log: str) -> None:
    """Nothing to read, and what is printed goes to ``log``; to nobody without one."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if log else nothing
    for stream in (1, 2):
        os.dup2(out, stream)
    for file in (sys.stdout, sys.stderr):
        if hasattr(file, "reconfigure"):
            file.reconfigure(encoding="utf-8", errors="backslashreplace")


def _reseed(name: str) -> None:
    """Random numbers of its own for each task, and the same ones each time: a fork inherits its parent's."""
    seed = zlib.crc32(Path(name).name.encode())
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
