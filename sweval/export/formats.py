"""The formats of a report, one a row. A new format is a row here, and a module that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any, Final

from sweval.blocks import Block


@dataclass(frozen=True)
class Format:
    """A file made of a report's blocks."""

    key: str
    file: str
    #: Its name in the index.
    name: str
    #: The function of the blocks and the report's day that makes it, as ``module:function``: imported when needed.
    maker: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def make(self, blocks: tuple[Block, ...], day: date) -> bytes:
        """The file's content. Raises ``Unfit`` or ``MissingGlyph`` if it can't be made."""
        made: bytes = self.load()(blocks, day, **self.options)
        return made

    def load(self) -> Any:
        """The function that makes it."""
        module, _, name = self.maker.partition(":")
        return getattr(import_module(module), name)


PAGE: Final = Format("html", "report.html", "网页", "sweval.export.html.page:html_file")
WORD: Final = Format("docx", "report.docx", "Word", "sweval.export.word.docx:word")
#: Word with page numbers in its table of contents; chosen by the option ``--toc-pages``.
PAGED: Final = Format("docx-pages", WORD.file, WORD.name, WORD.maker, {"toc_pages": True})
PDF: Final = Format("pdf", "report.pdf", "PDF", "sweval.export.paper.pdf:pdf")
#: In the order in which they are made.
ROWS: Final = (PAGE, WORD, PAGED, PDF)
#: The formats of ``--formats``, by key.
FORMATS: Final = {row.key: row for row in ROWS if row is not PAGED}
#: Files beside every report: the executed notebook and the record.
EXECUTED, RECORD = "notebook.ipynb", "record.json"
