"""What a report can be made as: a row for each format. A new one is a row here, and a module that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any, Final

from sweval.blocks import Block


@dataclass(frozen=True)
class Format:
    """A file that is made of a report's blocks."""

    key: str
    file: str
    #: What the index calls it.
    name: str
    #: What makes it of the blocks and the report's day, as ``module:function``: its libraries are loaded when it is asked for.
    maker: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def make(self, blocks: tuple[Block, ...], day: date) -> bytes:
        """The file's content. Raises ``Unfit`` or ``MissingGlyph`` where it can't be made."""
        made: bytes = self.load()(blocks, day, **self.options)
        return made

    def load(self) -> Any:
        """The function that makes it."""
        module, _, name = self.maker.partition(":")
        return getattr(import_module(module), name)


PAGE: Final = Format("html", "report.html", "网页", "sweval.export.html.page:html_file")
WORD: Final = Format("docx", "report.docx", "Word", "sweval.export.word.docx:word")
#: With page numbers in its table of contents; a call asks for it by an option of its own.
PAGED: Final = Format("docx-pages", WORD.file, WORD.name, WORD.maker, {"toc_pages": True})
PDF: Final = Format("pdf", "report.pdf", "PDF", "sweval.export.paper.pdf:pdf")
#: In the order they are made in.
ROWS: Final = (PAGE, WORD, PAGED, PDF)
#: Those that a call asks for by their key.
FORMATS: Final = {row.key: row for row in ROWS if row is not PAGED}
#: What is beside them in every case: the executed notebook and the record.
EXECUTED, RECORD = "notebook.ipynb", "record.json"
