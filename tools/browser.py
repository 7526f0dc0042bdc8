"""A Chromium for the browser tests: installed, from playwright, or from Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def find_or_install() -> Path | None:
    """The browser's executable; ``None`` where none is found or can be installed."""
    return find_installed() or _from_playwright() or _from_debian()


def find_installed() -> Path | None:
    """An installed browser: the one that ``SWEVAL_CHROMIUM`` names, or the first one found."""
    given = os.environ.get("SWEVAL_CHROMIUM")
    if given and Path(given).exists():
        return Path(given)
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return Path(found) if found else _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _from_playwright() -> Path | None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return _playwrights_own() if _quietly(command, seconds=300) else None


def _from_debian() -> Path | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    if _quietly(["apt-get", "update", "-q"], seconds=300) and _quietly(install, seconds=600):
        return find_installed()
    return None


def _quietly(command: list[str], seconds: int) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=seconds, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    print(find_or_install())
