"""Blocks: what they say as plain text and as HTML, that no text can become markup, and their way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any, Final, get_args

import pytest

from sweval.blocks import (
    MIME,
    Block,
    Blocks,
    Chart,
    Cite,
    Column,
    Contents,
    ContentsEntry,
    Cover,
    FindingItem,
    Findings,
    Heading,
    Paragraph,
    Sentence,
    Table,
    TableRow,
    Tile,
    Tiles,
    from_bundle,
)
from sweval.blocks.markup import SPANNED, markup, markup_all
from sweval.blocks.plain import plain, plain_all
from sweval.blocks.walk import anchors_of, cites_of
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport

#: Not text of the data: one of a few words of ours, or a picture that matplotlib has already escaped.
OURS: Final = {"kind", "role", "align", "svg"}
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg"><text>图</text></svg>'
HARMLESS: Final = "石碁镇"
ATTACKS: Final = {
    "a script": "<script>alert(1)</script>",
    "an attribute": '" onclick="alert(1)',
    "an attribute in single quotes": "' onmouseover='alert(1)",
    "the end of a style sheet": "</style>",
    "the end of the element": "</p></td></table></h2></figure></nav>",
    "an image that fails": "<img src=x onerror=alert(1)>",
    "a comment": "<!-- ",
    "a picture within the picture": "]]><svg onload=alert(1)>",
    "a reference": "&lt;b&gt;&#60;&quot;",
    "a template": "{{ cycler.__init__ }}{% raw %}${x}",
}


def every_block(text: str) -> tuple[Block, ...]:
    """One block of each kind, with ``text`` in each of its texts, anchors and codes included."""
    cites = (Cite(text, text),)
    sentence = Sentence(text, cites)
    return (
        Heading(2, text, text),
        Paragraph((sentence, sentence), "note", text),
        Table(
            text,
            (Column(text), Column(text, "right")),
            (
                TableRow((text, text), cites, text, strong=True, links={1: cites}, aliases=(text,)),
                TableRow((text, text), cites, text, links={0: cites}),
            ),
            text,
            "source",
        ),
        Chart(text, text, text, text, SVG, text, cites),
        Findings((FindingItem(text, text, text, cites),), text),
        Tiles((Tile(text, text, text, cites, lead=True), Tile(text, text, text, cites))),
        Cover(text, text, text, ((text, text),), text),
        Contents((ContentsEntry(1, text, text), ContentsEntry(2, text, text), ContentsEntry(1, text, text))),
    )


def texts(value: object) -> Iterator[str]:
    """Every text in a block that comes from data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in OURS:
                yield from texts(getattr(value, field.name))


class Page(HTMLParser):
    """What a browser makes of HTML: its elements with their attributes' names, and what it displays."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.given: list[tuple[str, dict[str, str | None]]] = []
        self.values: list[str] = []
        self.shown: list[str] = []
        self.strange: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.given.append((tag, dict(attrs)))
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        # How a cell is set may depend on the length of its text.
        self.values += [value or "" for name, value in attrs if name != "class"]

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    def handle_decl(self, decl: str) -> None:
        self.strange.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.strange.append(data)


# --- hostile text -----------------------------------------------------------------------------------


def test_the_examples_hold_every_kind_of_block_and_fill_in_every_text():
    assert {type(block) for block in every_block(HARMLESS)} == set(get_args(Block))
    assert set(texts(every_block(HARMLESS))) == {HARMLESS}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("kind", range(len(every_block(""))), ids=lambda n: every_block("")[n].kind)
def test_no_text_of_any_block_becomes_markup(kind: int, attack: str):
    hostile, harmless = Page(markup(every_block(attack)[kind])), Page(markup(every_block(HARMLESS)[kind]))
    assert hostile.elements == harmless.elements
    assert not hostile.strange
    assert "".join(hostile.shown) == "".join(harmless.shown).replace(HARMLESS, attack)
    assert hostile.values == [value.replace(HARMLESS, attack) for value in harmless.values]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_plain_text_shows_hostile_text_as_it_is(attack: str):
    assert plain_all(every_block(attack)) == plain_all(every_block(HARMLESS)).replace(HARMLESS, attack)


def test_html_of_ours_has_no_script_and_asks_nobody_for_anything():
    page = Page(markup_all(every_block(HARMLESS)))
    assert not {tag for tag, _ in page.elements} & {"script", "style", "link", "iframe", "object", "img"}
    assert not {name for _, names in page.elements for name in names if name.startswith("on")}
    assert not {name for _, names in page.elements for name in names} & {"src", "style", "action"}


# --- what blocks say --------------------------------------------------------------------------------


def test_a_heading_is_one_level_below_the_title_of_the_page():
    heading = Heading(1, "一、评估背景", "s-background")
    assert markup(heading) == '<h2 id="s-background">一、评估背景</h2>'
    assert plain(heading) == "# 一、评估背景"


def test_a_paragraph_prints_each_sentence_with_its_own_mark_and_its_author_last():
    paragraph = Paragraph(
        (Sentence("总分84.76分。", (Cite("f-score-total", "B36"),)), Sentence("等级良好。")), author="评估方"
    )
    assert plain(paragraph) == "总分84.76分。〔B36〕等级良好。（评估方）"
    assert "".join(Page(markup(paragraph)).shown) == "总分84.76分。〔B36〕等级良好。（评估方）"
    assert "href=#f-score-total>" in markup(paragraph)


def test_a_table_has_a_column_of_sources_only_where_a_row_cites():
    columns = (Column("事项"), Column("数量", "right"))
    silent = Table("产出", columns, (TableRow(("党课", "5次")),))
    cited = Table(
        "产出", columns, (TableRow(("党课", "5次")), TableRow(("场次", "57场"), (Cite("x", "E4"),)))
    )
    assert plain(silent) == "产出\n事项 | 数量\n党课 | 5次"
    assert plain(cited) == "产出\n事项 | 数量 | 来源\n党课 | 5次 | \n场次 | 57场 | 〔E4〕"
    assert Page(markup(silent)).shown.count("来源") == 0
    assert Page(markup(cited)).shown.count("来源") == 1
    cells = [tag for tag, _ in Page(markup(cited)).elements if tag in ("th", "td")]
    assert len(cells) == 3 * len((*columns, "来源"))


def test_a_row_that_does_not_fit_its_table_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        markup(Table("产出", (Column("事项"),), (TableRow(("党课", "5次")),)))


def test_rows_of_sources_share_the_cell_of_what_they_have_in_common():
    rule = (Cite("rule-count", "计数"),)
    rows = tuple(TableRow((f"A{n}", ""), anchor=f"f-{n}", links={1: rule}) for n in range(SPANNED + 2))
    other = TableRow(("B1", ""), links={1: (Cite("rule-days", "天数"),)})
    table = Table("来源", (Column("编号"), Column("规则")), (*rows, other), role="source")
    spans = [given.get("rowspan") for tag, given in Page(markup(table)).given if tag == "td"]
    assert spans == [str(SPANNED), "2", None]
    assert "rowspan" not in markup(replace(table, role="body"))
    assert plain(table).count("计数") == len(rows)


def test_a_row_can_be_reached_by_more_than_one_anchor():
    row = TableRow(("低保对象", "53人"), anchor="f-1", aliases=("f-2", "f-3"))
    table = Table("来源", (Column("类别"), Column("人数")), (row,))
    ids = {given["id"] for _, given in Page(markup(table)).given if "id" in given}
    assert {"f-1", "f-2", "f-3"} <= ids
    assert list(anchors_of([table])) == ["f-1", "f-2", "f-3"]


@pytest.mark.parametrize("anchor", ["f-1", "a b", 'a"b', "a>b", "", "名"])
def test_an_attribute_is_in_quotes_where_it_needs_them(anchor: str):
    table = Table("来源", (Column("类别"),), (TableRow(("低保对象",), (Cite(anchor, "B1"),), anchor),))
    elements = Page(markup(table)).given
    assert [given["href"] for tag, given in elements if tag == "a"] == [f"#{anchor}"]
    assert [given.get("id", "") for tag, given in elements if tag == "tr"][1:] == [anchor]


def test_a_chart_says_in_words_what_it_draws():
    chart = Chart("lost-marks", "失分15.24分", "单位：分", "资料来源：评分表。", SVG, "服务质量失4.95分。")
    assert plain(chart) == "【图】失分15.24分\n单位：分\n服务质量失4.95分。\n资料来源：评分表。"
    assert SVG in markup(chart)


def test_findings_are_numbered_and_give_their_recommendation_after_the_text():
    found = Findings((FindingItem("档案不全。", "建议：补建。", "服务执行"), FindingItem("地图合一。")))
    assert plain(found) == "（1）【服务执行】档案不全。建议：补建。\n（2）地图合一。"


def test_findings_say_whose_words_they_are():
    found = Findings((FindingItem("档案不全。"),), author="督导中心")
    assert "督导中心" in plain(found)
    assert "督导中心" in "".join(Page(markup(found)).shown)


def test_tiles_print_label_value_and_the_line_below():
    tiles = Tiles((Tile("失分", "15.24分", "服务质量4.95分", (Cite("x", "B38"),)), Tile("时限", "无法推算")))
    assert plain(tiles) == "失分：15.24分；服务质量4.95分〔B38〕\n时限：无法推算"
    assert "".join(Page(markup(tiles)).shown) == "失分15.24分服务质量4.95分〔B38〕时限无法推算"


def test_a_tile_without_a_line_below_still_cites():
    assert "〔B38〕" in "".join(
        Page(markup(Tiles((Tile("失分", "15.24分", "", (Cite("x", "B38"),)),)))).shown
    )


def test_the_cover_holds_the_only_title_of_the_page():
    cover = Cover("中期评估报告", "（2023年）", "已确认　公示稿", (("购买方", "镇政府"),), "已确认｜公示稿")
    assert plain(cover) == "已确认　公示稿\n中期评估报告\n（2023年）\n购买方：镇政府"
    page = Page(markup_all((cover, Heading(1, "前言", "s-preface"), Contents(()))))
    assert [tag for tag, _ in page.elements].count("h1") == 1


def test_contents_are_nested_as_the_report_is():
    contents = Contents(
        (
            ContentsEntry(1, "一", "a"),
            ContentsEntry(2, "（一）", "b"),
            ContentsEntry(2, "（二）", "c"),
            ContentsEntry(1, "二", "d"),
        )
    )
    assert plain(contents) == "目录\n一\n  （一）\n  （二）\n二"
    inner = '<ol><li><a href="#b">（一）</a></li><li><a href="#c">（二）</a></li></ol>'
    assert f'<ol><li><a href="#a">一</a>{inner}</li><li><a href="#d">二</a></li></ol>' in markup(contents)


@pytest.mark.parametrize("show", [plain, markup], ids=["plain text", "HTML"])
def test_what_is_no_block_cannot_be_shown(show: Any):
    with pytest.raises(TypeError, match="str"):
        show("总分84.76分")


def test_every_citation_of_a_block_is_found():
    found = [sorted({cite.anchor for cite in cites_of(block)}) for block in every_block(HARMLESS)]
    by_kind = dict(zip([block.kind for block in every_block(HARMLESS)], found, strict=True))
    citing = {"paragraph", "table", "chart", "findings", "tiles"}
    assert by_kind == {kind: [HARMLESS] if kind in citing else [] for kind in by_kind}


def test_citations_of_cells_are_found_where_the_row_itself_has_none():
    table = Table("来源", (Column("编号"),), (TableRow(("B1",), links={0: (Cite("rule-x", "规则"),)}),))
    assert [cite.anchor for cite in cites_of(table)] == ["rule-x"]


# --- the bundle -------------------------------------------------------------------------------------


def bundle(blocks: tuple[Block, ...]) -> dict[str, Any]:
    return Blocks(blocks)._repr_mimebundle_()


def test_a_cell_shows_plain_text_html_and_data():
    blocks = every_block(HARMLESS)
    assert bundle(blocks).keys() == {"text/plain", "text/html", MIME}
    assert bundle(blocks)["text/plain"] == plain_all(blocks) == repr(Blocks(blocks))
    assert bundle(blocks)["text/html"] == markup_all(blocks)


@pytest.mark.parametrize("text", [HARMLESS, *ATTACKS.values()], ids=["harmless", *ATTACKS])
def test_blocks_come_back_from_a_notebook_as_they_went_in(text: str):
    blocks = every_block(text)
    stored = json.dumps(bundle(blocks)[MIME], ensure_ascii=False)
    assert tuple(from_bundle(json.loads(stored))) == blocks
    assert tuple(from_bundle(bundle(blocks)[MIME])) == blocks


def test_each_kind_comes_back_as_itself():
    for block in every_block(HARMLESS):
        (found,) = from_bundle(json.loads(json.dumps(bundle((block,))[MIME])))
        assert type(found) is type(block)


def test_the_blocks_of_the_whole_report_come_back(evaluation: Evaluation):
    for cell in StationReport(evaluation, "working").all():
        back = from_bundle(json.loads(json.dumps(cell._repr_mimebundle_()[MIME])))
        assert (tuple(back), back.edition) == (tuple(cell), "working")


def test_no_blocks_come_back_as_none():
    assert tuple(from_bundle(bundle(())[MIME])) == ()


@pytest.mark.parametrize("version", [None, 0, 2, "1", "1.0"])
def test_blocks_of_another_version_are_refused(version: object):
    data = {**bundle(every_block(HARMLESS))[MIME], "version": version}
    with pytest.raises(ValueError, match="version"):
        from_bundle(data)


def test_blocks_without_a_version_are_refused():
    with pytest.raises(ValueError, match="version"):
        from_bundle({"blocks": []})


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "video", "url": "https://example.org"},
        {"kind": "table", "caption": "产出"},
        {"kind": "heading", "level": "二", "text": "一", "anchor": "a"},
        {"kind": "paragraph", "sentences": [], "role": "script"},
        "总分84.76分",
    ],
    ids=["unknown kind", "a part missing", "level in words", "unknown role", "no block at all"],
)
def test_broken_blocks_are_refused(broken: object):
    with pytest.raises(ValueError):
        from_bundle({"version": 1, "blocks": [broken]})


def test_a_bundle_without_blocks_is_refused():
    with pytest.raises(ValueError, match="blocks"):
        from_bundle({"version": 1})


# --- adding -----------------------------------------------------------------------------------------


def test_blocks_of_two_cells_can_be_added():
    first, second = Blocks([Heading(1, "一", "a")]), Blocks([Heading(1, "二", "b"), Heading(1, "三", "c")])
    together = first + second
    assert [block.text for block in together if isinstance(block, Heading)] == ["一", "二", "三"]
    assert (len(first), len(second), len(together)) == (1, 2, 3)


def test_blocks_can_be_read_as_often_as_one_likes():
    blocks = Blocks(iter([Heading(1, "一", "a")]))
    assert list(blocks) == list(blocks) == [Heading(1, "一", "a")]


def test_a_block_cannot_be_changed_after_it_was_made():
    heading = Heading(1, "一", "a")
    with pytest.raises(AttributeError):
        heading.text = "二"  # type: ignore[misc]
    assert replace(heading, text="二").text == "二"


# --- editions ---------------------------------------------------------------------------------------


def test_blocks_of_two_editions_do_not_mix():
    official, working = Blocks([Heading(1, "一", "a")], "official"), Blocks([], "working")
    assert (official + Blocks([Heading(1, "二", "b")], "official")).edition == "official"
    with pytest.raises(ValueError, match="不能相加"):
        official + working
