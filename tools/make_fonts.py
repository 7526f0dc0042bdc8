"""Make the project's fonts. For maintainers; everyone else uses the committed files.

Run from the project's root; both commands write to ``sweval/export/fonts``.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3       # unpack it, say to build/package
    python -m tools.make_fonts full build/package

makes SwevalSans-{Regular,Bold}.ttf and OFL.txt: Noto Sans SC with every glyph (碁 is not in GB2312, 䶮 and 㙟
not in GBK), under a private family name, so that no installed font of the same name can take its place.

    python -m tools.make_fonts common --text sweval params data notebooks docs README.md README.zh-CN.md

makes SwevalSans-{Regular,Bold}.common.woff2, which every page holds, and common-{regular,bold}.txt, which
list their characters. Run it again when the project's text has grown: the better the choice, the smaller a
page's own remainder. Nothing else depends on it.

The same input gives the same bytes with the locked versions of fontTools, uharfbuzz and brotli.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from sweval.export import webfont

MUST_HAVE: Final = "碁䶮㙟"  # characters of real place and personal names that smaller fonts lack
SOURCES: Final = {400: "400Regular/NotoSansSC_400Regular.ttf", 700: "700Bold/NotoSansSC_700Bold.ttf"}
LICENCE: Final = "LICENSE_FONT"
WORD_LIST: Final = "jieba==0.42.1"  # its dict.txt holds 349,046 words with their frequencies
TEXT_SUFFIXES: Final = frozenset({".py", ".yaml", ".csv", ".md", ".ipynb", ".html", ".j2", ".css"})

SYMBOLS: Final = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "\u00a0\u3000"  # no-break and ideographic space
    + "，。、；：？！“”‘’（）《》〈〉「」【】〔〕—–…·～％＋－＝／＜＞＃＆＊｜￥〇々"
    + "℃°×÷−±≤≥≠≈√‰²§㎡¥→←↑↓▲▼△▽●○■□◆★✓"
    + "０１２３４５６７８９"
    + "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
)
# What reports of this kind are made of, whatever the frequency lists say.
CORE: Final = (
    "一二三四五六七八九十百千万亿零两元人次户个月日年时分第约"
    "省市县区镇乡村街道社区居委会民政局政府站点片农场"
    "东西南北中山河江湖海新大小石沙桥城港湾岭塘洲"
    "评估评分委专家指标体系内容得分折算总等级优秀良好不合格扣标准率"
    "社工服务站承办方购买督导监督第三方机构"
    "满意度知晓持证稳岗培训志愿者困难群众特殊兜底人群"
    "完成进度财务预算支出整改回避保密证据复核公示意见建议问题"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and make the fonts asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    full = commands.add_parser("full", help="the complete TTFs and the licence")
    full.add_argument("package", type=Path, help="folder of the unpacked npm package")
    common = commands.add_parser("common", help="the pre-built page fonts and their lists")
    common.add_argument(
        "--text", type=Path, nargs="+", default=[], metavar="PATH", help="the project's own text"
    )
    common.add_argument(
        "--dictionary", type=Path, help=f"dict.txt of {WORD_LIST}; fetched with pip if not given"
    )
    common.add_argument("--regular-count", type=int, default=1200, help="characters of the regular font")
    common.add_argument("--bold-count", type=int, default=500, help="characters of the bold font")
    options = parser.parse_args(arguments)
    if options.command == "full":
        make_full(options.package)
    else:
        counts = {400: options.regular_count, 700: options.bold_count}
        make_common(options.text, options.dictionary, counts)


def make_full(package: Path) -> None:
    """Write both complete TTFs and the licence from the unpacked npm package."""
    webfont.FONT_DIR.mkdir(parents=True, exist_ok=True)
    for weight, source in SOURCES.items():
        # Nothing but names changes, so nothing is recomputed; upstream's dates stay, which fixes the bytes.
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
    """Give a font the private family name; author, copyright and licence stay."""
    post_script = f"{webfont.FAMILY.replace(' ', '')}-{style}"
    names = font["name"]
    version = names.getDebugName(5).removeprefix("Version ").split(";")[0]
    # Names from 25 on belong to the axes of the variable font this one was cut from, and so does STAT.
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


def make_common(texts: Sequence[Path], dictionary: Path | None, counts: dict[int, int]) -> None:
    """Write the page font and the list of its characters for each weight."""
    ranking = rank(texts, word_frequencies(dictionary))
    lacking = [character for character in ranking if ord(character) not in webfont.coverage(400)]
    ranking = [character for character in ranking if ord(character) in webfont.coverage(400)]
    if lacking:
        print(f"not in the font, left out: {' '.join(lacking)}")
    for weight, count in counts.items():
        chosen = sorted(ranking[:count])
        webfont.common_list_path(weight).write_text("".join(chosen) + "\n", encoding="utf-8", newline="\n")
        target = webfont.common_font_path(weight)
        target.write_bytes(webfont.subset_woff2(weight, map(ord, chosen)))
        own = project_characters(texts)
        held = sum(character in chosen for character in own)
        report(target, f"{len(chosen)} characters, {held} of the {len(own)} ideographs in the project's text")


def rank(texts: Sequence[Path], words: dict[str, int]) -> list[str]:
    """Characters, the most needed first: symbols, core, the project's own text, then the language."""
    frequency: Counter[str] = Counter()
    for word, count in words.items():
        for character in filter(is_ideograph, word):
            frequency[character] += count
    by_frequency = sorted(frequency, key=lambda character: (-frequency[character], character))
    return list(dict.fromkeys([*SYMBOLS, *CORE, *project_characters(texts), *by_frequency]))


def project_characters(texts: Sequence[Path]) -> list[str]:
    """Ideographs of the project's text, most files first: one long table must not crowd out the rest."""
    files: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for path in text_files(texts):
        found = Counter(filter(is_ideograph, path.read_text(encoding="utf-8")))
        times.update(found)
        files.update(found.keys())
    return sorted(files, key=lambda character: (-files[character], -times[character], character))


def text_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files given, and the text files below the folders given, hidden ones left out."""
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and file.suffix in TEXT_SUFFIXES and not hidden:
                    yield file
        else:
            sys.exit(f"{path} does not exist")


def is_ideograph(character: str) -> bool:
    """Whether a character is a Chinese ideograph, extensions included."""
    return unicodedata.name(character, "").startswith(
        ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH")
    )


def word_frequencies(dictionary: Path | None) -> dict[str, int]:
    """Words and their frequencies; the word list is fetched into a temporary folder unless given."""
    if dictionary is not None:
        lines = dictionary.read_text(encoding="utf-8").splitlines()
    else:
        with tempfile.TemporaryDirectory() as folder:
            pip = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--target",
                folder,
                WORD_LIST,
            ]
            subprocess.run(pip, check=True)
            lines = (Path(folder) / "jieba" / "dict.txt").read_text(encoding="utf-8").splitlines()
    entries = [re.fullmatch(r"(.+) (\d+) \w*", line) for line in lines]
    return {entry[1]: int(entry[2]) for entry in entries if entry}


def report(path: Path, remark: str) -> None:
    """Print a file's name and size, and a remark."""
    print(f"{path.name:32} {path.stat().st_size:>10,} B  {remark}")


if __name__ == "__main__":
    main()
