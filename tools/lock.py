"""Pin every dependency with its hashes, for all supported Pythons and systems: ``make lock``.

Needs uv. The files hold no address of a package index.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
COMMON: Final = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--python-version",
    "3.11",
    "--custom-compile-command",
    "make lock",
    "-q",
]
FILES: Final = {
    "requirements.txt": [],
    "requirements-lab.txt": ["--extra", "lab", "-c", "requirements.txt"],
    "requirements-batch.txt": ["--extra", "batch", "-c", "requirements.txt"],
    "requirements-dev.txt": [
        "--extra",
        "lab",
        "--extra",
        "batch",
        "--extra",
        "dev",
        "-c",
        "requirements.txt",
        "-c",
        "requirements-batch.txt",
    ],
}


def main() -> int:
    """Write the files; versions change only where a range excludes them, or with ``-U``."""
    for name, options in FILES.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *COMMON, *options]
        failed = subprocess.call([*command, *sys.argv[1:], "-o", name], cwd=ROOT)
        if failed:
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main())
