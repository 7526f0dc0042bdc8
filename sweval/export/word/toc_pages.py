"""Page numbers for a Word report's table of contents: LibreOffice lays the document out and tells where each heading is.

Word lays out with its own fonts and may break pages elsewhere; there, bringing the field up to date gives its own
numbers. What LibreOffice gives depends on the fonts of the machine, so such a file isn't the same everywhere.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

import pikepdf

from sweval.export.collect import Unfit

PROGRAM: Final = "soffice"
#: LibreOffice writes where each bookmark of the document is.
_FILTER: Final = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
SECONDS: Final = 180


def installed() -> bool:
    """Whether there is a LibreOffice."""
    return shutil.which(PROGRAM) is not None


def pages(document: bytes) -> dict[str, int]:
    """The page each bookmark of a Word document is on, by the bookmark's name, from 1.

    Raises ``Unfit`` where there is no LibreOffice, or it doesn't manage.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unfit("没有找到 LibreOffice（soffice），不能排目录页码")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / "report.docx"
        source.write_bytes(document)
        # A profile of its own: two at once would wait for each other.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", _FILTER, "--outdir", place, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            made = (folder / "report.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise Unfit("LibreOffice 没能排出目录页码") from None
    return _destinations(made)


def _destinations(made: bytes) -> dict[str, int]:
    with pikepdf.open(io.BytesIO(made)) as document:
        numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        named: Any = document.Root.get("/Dests", pikepdf.Dictionary())
        return {str(name)[1:]: numbers[place[0].objgen] for name, place in named.items()}
