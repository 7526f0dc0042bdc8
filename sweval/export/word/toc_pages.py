"""Page numbers for the table of contents of a Word report, from LibreOffice's layout of the document.

They depend on the fonts of the machine, so such a file isn't the same everywhere. Word may break pages elsewhere;
updating the field there gives Word's own numbers.
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
#: LibreOffice's PDF then has the page of each bookmark.
_FILTER: Final = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
SECONDS: Final = 180


def installed() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which(PROGRAM) is not None


def pages(document: bytes) -> dict[str, int]:
    """The page, from 1, of each bookmark of a document, by name. Raises ``Unfit`` without a working LibreOffice."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unfit("没有找到 LibreOffice（soffice），不能排目录页码")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / "report.docx"
        source.write_bytes(document)
        # With a separate profile: two runs with the same one would wait for each other.
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
