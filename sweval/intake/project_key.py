"""The project's key (核对密钥): what its verification codes and its hidden counts are made with. It never leaves the house."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import Final

KEY: Final = Path("params") / "verification.key"


def read_key(root: Path) -> bytes:
    """The project's key; empty where it has none."""
    try:
        return bytes.fromhex((root / KEY).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return b""


def make_key(root: Path) -> bool:
    """Give a project a key of its own; ``False`` where it has one."""
    path = root / KEY
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    return True


def derived(key: bytes, use: str, of: str = "") -> bytes:
    """A key for one use, from which the project's own can't be had; empty where that is."""
    return hmac.digest(key, f"{use}\n{of}".encode(), "sha256") if key else b""


def key_name(key: bytes) -> str:
    """What tells one key from another and gives neither away; empty where there is none."""
    return derived(key, "name").hex()[:8]
