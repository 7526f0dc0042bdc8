"""The project's secret key (核对密钥), from which verification codes and hidden counts are derived; never handed over."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import Final

from sweval.domain.values.faults import Fault, Refused

KEY: Final = Path("params") / "verification.key"
#: The key's name, which reveals nothing of it. Kept with the project, so that a copy without its key is noticed.
NAME: Final = Path("params") / "verification.id"


def read_key(root: Path) -> bytes:
    """The project's key; empty where it has none."""
    try:
        return bytes.fromhex((root / KEY).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return b""


def make_key(root: Path) -> bool:
    """Create a project's key; ``False`` where it has one. Raises ``Refused`` where its key is elsewhere."""
    path = root / KEY
    if problem := key_problem(root):
        raise Refused([Fault(KEY.as_posix(), problem=problem, remedy=BRING)])
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    (root / NAME).write_text(key_name(read_key(root)) + "\n", encoding="ascii")
    return True


#: What to do where a project's key is missing, or is that of another project.
BRING: Final = f"请从原来的电脑拷来 {KEY.as_posix()}；换一把密钥，两次隐去的数不同，合起来可以推知"


def key_problem(root: Path) -> str:
    """What is wrong with the project's key; empty where it is right, or the project never had one."""
    try:
        name = (root / NAME).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    found = key_name(read_key(root))
    if not name or found == name:
        return ""
    return f"不是项目的核对密钥（编号{name}）" if found else f"项目的核对密钥（编号{name}）不在这里"


def derived(key: bytes, use: str, of: str = "") -> bytes:
    """A key for one use, from which the project's key can't be recovered; empty where that is empty."""
    return hmac.digest(key, f"{use}\n{of}".encode(), "sha256") if key else b""


def key_name(key: bytes) -> str:
    """A short name that identifies a key and reveals nothing of it; empty where there is no key."""
    return derived(key, "name").hex()[:8]
