"""HTML: one self-contained file from an executed notebook, with its fonts, without scripts and requests."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from jinja2 import Environment
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat.v4 import new_notebook
from traitlets import default

import sweval
from sweval.blocks import Block
from sweval.blocks.markup import markup_all
from sweval.blocks.walk import cover_of
from sweval.export.collect import collect
from sweval.export.html.assets import TEMPLATES, asset, css_string
from sweval.export.html.text import text_by_weight
from sweval.export.html.webfont import font_face_css


class ReportExporter(TemplateExporter):
    """Exports the page of an executed notebook, or of blocks, by nbconvert's template."""

    export_from_notebook = "sweval report"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "sweval"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.filters["css_string"] = css_string
        return environment

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own text exporters return text here too
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page and its resources. Raises ``Unfit`` and ``MissingGlyph``."""
        # nbconvert's preprocessors come first: with --execute one of them runs the notebook.
        executed, resources = Exporter.from_notebook_node(self, nb, resources, **kwargs)
        return self.from_blocks(self.blocks(executed, resources), resources, **kwargs)

    def blocks(self, notebook: Any, resources: dict[str, Any]) -> tuple[Block, ...]:
        """The report's blocks, from the executed notebook. Raises ``Unfit``."""
        return collect(notebook)

    def from_blocks(
        self, blocks: tuple[Block, ...], resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of these blocks, and its resources. Raises ``MissingGlyph``."""
        resources = {**(resources or {}), "sweval": page(blocks)}
        # The template reads the resources alone: nbconvert needn't copy and validate every cell.
        return super().from_notebook_node(new_notebook(), resources, **kwargs)  # type: ignore[no-untyped-call]


def page(blocks: tuple[Block, ...]) -> dict[str, str]:
    """The template's variables: head, body, fonts for exactly their text, title and page mark."""
    cover = cover_of(blocks)
    rest = tuple(block for block in blocks if block is not cover)
    head = markup_all((cover,)) if len(rest) < len(blocks) else ""
    body = markup_all(rest)
    style = asset("style.css")
    extra = f"<p>{cover.page_mark}跳到评估结果摘要回到目录{escape(style)}</p>"
    regular, bold = text_by_weight(f"{head}{body}{extra}")
    return {
        "title": cover.full_title,
        "page_mark": cover.page_mark,
        "head": head,
        "body": body,
        "font_css": font_face_css(regular, bold),
        "style": style,
        "version": sweval.__version__,
    }


@lru_cache(maxsize=1)
def exporter() -> ReportExporter:
    """The process's exporter: making it costs more than using it."""
    return ReportExporter()  # type: ignore[no-untyped-call]


def html(notebook: Any, edition: str = "") -> str:
    """The page of an executed notebook; see :func:`~sweval.export.collect.collect` for ``edition``."""
    return html_of(collect(notebook, edition))


def html_of(blocks: tuple[Block, ...]) -> str:
    """The page of a report's blocks. Raises ``MissingGlyph``."""
    text, _ = exporter().from_blocks(blocks)
    return str(text)


def html_file(blocks: tuple[Block, ...], day: date) -> bytes:
    """The page as a file; it depends on no date. Raises ``MissingGlyph``."""
    return html_of(blocks).encode()
