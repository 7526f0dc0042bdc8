"""A batch on the machines of a cluster, through dask.distributed: the same runner, another executor.

All machines see the project at the same path. Each worker watches its processes as a single machine does; the
scheduler moves the unfinished tasks of a dead worker to another.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.parameters import CALL
from sweval.run.trust.fingerprint import Fingerprints

LOCAL: Final = "local:"
#: Seconds to wait for a scheduler.
PATIENCE: Final = 15


@contextmanager
def cluster(address: str, root: Path) -> Iterator[tuple[Executor, int]]:
    """An executor on a cluster, and the number of tasks it runs at once.

    ``address``: of a scheduler, ``tcp://host:8786``, or ``local:4`` for four workers on this machine. Raises
    ``Refused`` without a scheduler or workers, and if a worker has other code or doesn't see the project.
    """
    if not find_spec("distributed"):
        remedy = "请运行 pip install --no-deps --require-hashes -r requirements-batch.txt"
        raise _refused(address, "没有安装 dask.distributed", remedy)
    with ExitStack() as stack:
        client = stack.enter_context(_client(stack, address))
        threads = sum(client.nthreads().values())
        if not threads:
            raise _refused(address, "调度器没有工作节点", "请先启动 dask worker")
        _refuse_unlike(client, address, root)
        yield client.get_executor(pure=False), threads


def _client(stack: ExitStack, address: str) -> Any:
    from distributed import Client, LocalCluster

    # A client that never connected ends when it is collected, and blocks for ever during the start of another.
    gc.collect()
    if not address.startswith(LOCAL):
        try:
            return Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError):
            raise _refused(address, "连不上调度器", "请检查地址，如 tcp://主机:8786") from None
    count = address.removeprefix(LOCAL)
    if not count.isdigit() or not int(count):
        raise _refused(address, "没有写明工作节点数", "如 local:4")
    local = LocalCluster(n_workers=int(count), threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
    return Client(stack.enter_context(local))  # type: ignore[no-untyped-call]


def _refuse_unlike(client: Any, address: str, root: Path) -> None:
    """Raise ``Refused`` for workers with other code: a report must not depend on the machine."""
    here = software(root)
    for worker, there in client.run(software, root).items():
        if there is None:
            raise _refused(address, f"工作节点 {worker} 上没有目录 {root}", "各机器须以同一路径看到同一项目")
        if there != here:
            raise _refused(address, f"工作节点 {worker} 的程序或软件版本与本机不同", "请在各机器上装同一版本")


def software(root: Path) -> dict[str, str] | None:
    """This machine's digests of code, fonts and versions; ``None`` if the project isn't here."""
    return Fingerprints(root).software() if (root / "params").is_dir() else None


def _refused(address: str, problem: str, remedy: str) -> Refused:
    return Refused([Fault(CALL, column="dask", value=address, problem=problem, remedy=remedy)])
