"""Make the project's fonts. For maintainers; everyone else uses the committed files.

Run from the project's root; both commands write to ``sweval/export/fonts``.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3       # unpack it, say to build/package
    python -m tools.make_fonts full build/package

makes SwevalSans-{Regular,Bold}.ttf and OFL.txt: Noto Sans SC with every glyph (碁 is not in GB2312, 䶮 and 㙟
not in GBK), under a private family name, so that no installed font of the same name can take its place.

    python -m tools.make_fonts common reports/published reports/demo

makes SwevalSans-{Regular,Bold}.common.woff2, which every page holds, and common-{regular,bold}.txt, which
list their characters: those that at least two of five of the pages show in that weight, every folder of them
counting the same, so that one real report weighs as much as many invented ones.
Run it again when the reports have grown: the better the choice, the smaller a page. Nothing else depends on it.

The same input gives the same bytes with the locked versions of fontTools, uharfbuzz and brotli.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from sweval.export.html import webfont
from sweval.export.html.text import text_by_weight

MUST_HAVE: Final = "碁䶮㙟"  # characters of real place and personal names that smaller fonts lack
SOURCES: Final = {400: "400Regular/NotoSansSC_400Regular.ttf", 700: "700Bold/NotoSansSC_700Bold.ttf"}
LICENCE: Final = "LICENSE_FONT"
#: The share of pages that must show a character for it to be in the page font.
PART: Final = Fraction(2, 5)
#: Units of the complete font in a unit of the page font, which is 0.14 px in a title of 34 px.
COARSER: Final = 4
#: Characters of every page font.
ALWAYS: Final = "".join(map(chr, range(0x20, 0x7F)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and make the fonts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    full = commands.add_parser("full", help="the complete TTFs and the licence")
    full.add_argument("package", type=Path, help="folder of the unpacked npm package")
    common = commands.add_parser("common", help="the pre-built page fonts and their lists")
    common.add_argument("pages", type=Path, nargs="+", help="folders of reports, such as reports")
    options = parser.parse_args(arguments)
    if options.command == "full":
        make_full(options.package)
    else:
        make_common(options.pages)


def make_full(package: Path) -> None:
    """Write both complete TTFs and the licence from the unpacked npm package."""
    webfont.FONT_DIR.mkdir(parents=True, exist_ok=True)
    for weight, source in SOURCES.items():
        # Only names change: nothing is recomputed, and upstream's dates stay, so that the bytes are reproducible.
        font = TTFont(package / source, lazy=True, recalcTimestamp=False, recalcBBoxes=False)
        lacking = [character for character in MUST_HAVE if ord(character) not in font.getBestCmap()]
        if lacking:
            sys.exit(f"{source} is not the complete font: it lacks {' '.join(lacking)}")
        if font["OS/2"].usWeightClass != weight:
            sys.exit(f"{source} has weight {font['OS/2'].usWeightClass}, not {weight}")
        rename(font, webfont.WEIGHTS[weight])
        target = webfont.font_path(weight)
        font.save(target)
        report(target, f"{len(font.getBestCmap())} characters")
    if webfont.coverage(400) != webfont.coverage(700):
        sys.exit("the weights hold different characters")
    licence = (package / LICENCE).read_text(encoding="utf-8")
    if "Reserved Font Name 'Source'" not in licence or "SIL OPEN FONT LICENSE Version 1.1" not in licence:
        sys.exit(f"{LICENCE} is not the licence expected: read it before you go on")
    target = webfont.FONT_DIR / "OFL.txt"
    target.write_text("\n".join(map(str.rstrip, licence.splitlines())) + "\n", encoding="utf-8", newline="\n")
    report(target, licence.splitlines()[0])


def rename(font: TTFont, style: str) -> None:
    """Set the private family name; author, copyright and licence stay."""
    post_script = f"{webfont.FAMILY.replace(' ', '')}-{style}"
    names = font["name"]
    version = names.getDebugName(5).removeprefix("Version ").split(";")[0]
    # Names from 25 on and STAT belong to the axes of the variable font that this font is an instance of.
    del font["STAT"]
    names.names = [record for record in names.names if record.nameID < 25]
    for name_id, value in {
        1: webfont.FAMILY,
        2: style,
        3: f"{version};{post_script}",
        4: f"{webfont.FAMILY} {style}",
        6: post_script,
        16: webfont.FAMILY,
        17: style,
    }.items():
        names.removeNames(nameID=name_id)
        names.setName(value, name_id, 3, 1, 0x409)


def make_common(folders: Sequence[Path]) -> None:
    """Write the page font and the list of its characters for each weight; all folders of pages have the same weight."""
    shown = [
        [text_by_weight(page.read_text(encoding="utf-8")) for page in sorted(folder.rglob("report.html"))]
        for folder in folders
    ]
    for place, weight in enumerate(webfont.WEIGHTS):
        parts = Counter[str]()
        for pages in shown:
            times = Counter(character for texts in pages for character in set(texts[place]))
            parts.update(
                {character: Fraction(count, len(pages) * len(folders)) for character, count in times.items()}
            )
        held = {character for character, part in parts.items() if part >= PART}
        points = webfont.coverage(weight) & set(map(ord, held | set(ALWAYS)))
        characters = "".join(map(chr, sorted(points)))
        webfont.common_list_path(weight).write_text(characters + "\n", encoding="utf-8", newline="\n")
        target = webfont.common_font_path(weight)
        target.write_bytes(smaller(webfont.subset_woff2(weight, points, compact=True)))
        report(target, f"{len(points)} characters, of {len(parts)} that the pages show")


def smaller(page_font: bytes) -> bytes:
    """A page font with a quarter of the units: no visible difference, and a fifth of the size."""

    font = TTFont(io.BytesIO(page_font), recalcTimestamp=False)
    scale_upem(font, font["head"].unitsPerEm // COARSER)
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def report(path: Path, remark: str) -> None:
    """Print a file's name and size, and a remark."""
    print(f"{path.name:32} {path.stat().st_size:>10,} B  {remark}")


if __name__ == "__main__":
    main()
