"""The output of a run: a progress bar, a line for each failure, a closing table; or JSON lines for programs."""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click
from tqdm import tqdm

from sweval.domain.disclosure.editions import EDITIONS, about
from sweval.export.formats import EXECUTED, FORMATS
from sweval.run.task import FAILURES, Task, TaskOutcome
from sweval.run.trust.publish import MANIFEST

BAR: Final = "{desc} {bar:24} {n_fmt}/{total_fmt} {postfix}"
STATES: Final = {"made": "完成", "failed": "失败", "unchanged": "跳过"}
#: Most stations that are described separately; more make a table, of at most ``ROWS`` rows.
DESCRIBED, ROWS = 4, 40


class RunOutput:
    """Prints a run's outcomes as they come, and its result. ``form``: ``text`` or ``json``."""

    def __init__(self, tasks: Sequence[Task], form: str) -> None:
        self.tasks = {(task.parameters.station, str(task.parameters.edition)): task for task in tasks}
        self.form = form
        self.outcomes: list[TaskOutcome] = []
        self.counts: Counter[str] = Counter()
        self.started = time.monotonic()
        self.bar: Any = tqdm(
            total=len(tasks),
            bar_format=BAR,
            file=sys.stderr,
            leave=False,
            disable=True if form == "json" else None,
        )

    def __call__(self, outcome: TaskOutcome) -> None:
        """Print an outcome."""
        self.outcomes.append(outcome)
        self.counts[outcome.state] += 1
        if self.form == "json":
            click.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
            return
        if outcome.state == "failed":
            with self.bar.external_write_mode(file=sys.stderr):
                for line in failure_lines(self.task(outcome), outcome):
                    click.secho(line, err=True, fg="red")
        self.bar.set_description_str(self._counts())
        self.bar.set_postfix_str(self._left(), refresh=False)
        self.bar.update()

    def task(self, outcome: TaskOutcome) -> Task:
        """The task of an outcome."""
        return self.tasks[outcome.station, outcome.edition]

    def close(self) -> None:
        """Print the result of the run."""
        self.bar.close()
        seconds = time.monotonic() - self.started
        if self.form == "json":
            counts = {state: self.counts[state] for state in STATES}
            click.echo(json.dumps({**counts, "seconds": round(seconds, 1)}))
            return
        for line in self._closing():
            click.echo(line)
        click.echo(f"{self._counts()}，用时 {seconds:.1f} 秒")

    def _counts(self) -> str:
        counted = ((name, self.counts[state]) for state, name in STATES.items())
        return "，".join(f"{name} {count}" for name, count in counted if count)

    def _left(self) -> str:
        """The time left, estimated from the tasks run so far."""
        ran = len(self.outcomes) - self.counts["unchanged"]
        if not ran:
            return ""
        left = (len(self.tasks) - len(self.outcomes)) * (time.monotonic() - self.started) / ran
        return f"约剩 {left // 60:.0f} 分 {left % 60:02.0f} 秒" if left >= 60 else f"约剩 {left:.0f} 秒"

    def _closing(self) -> Iterator[str]:
        stations = dict.fromkeys(outcome.station for outcome in self.outcomes)
        if len(stations) <= DESCRIBED:
            for station in stations:
                yield from self._described([o for o in self.outcomes if o.station == station])
        else:
            yield from self._table()

    def _described(self, outcomes: Sequence[TaskOutcome]) -> Iterator[str]:
        made = [outcome for outcome in outcomes if outcome.state == "made"]
        if made:
            # Those of the edition that shows most.
            order = list[str](EDITIONS)
            yield from min(made, key=lambda outcome: order.index(outcome.edition)).messages
        for outcome in outcomes:
            task = self.task(outcome)
            if outcome.state == "made":
                files = [task.target / row.file for row in FORMATS.values()]
                there = [path for path in files if path.is_file()]
                beside = f"（另有 {'、'.join(path.name for path in there[1:])}）" if there[1:] else ""
                yield f"  {about(task.parameters.edition).name}：{_below(task, (there or files)[0])}{beside}"
                if outcome.aside:
                    yield f"    其 {EXECUTED}：{outcome.aside}"
            elif outcome.state == "unchanged":
                yield f"{task.name}：{outcome.messages[0]}，未重新生成"

    def _table(self) -> Iterator[str]:
        made = sorted((o for o in self.outcomes if o.state == "made"), key=lambda o: (o.station, o.edition))
        if made:
            rows = [("站点", "稿", "名称", "总分", "等级", "秒")]
            for o in made[:ROWS]:
                edition = about(self.task(o).parameters.edition).name
                rows.append((o.station, edition, o.title, o.total, o.grade, f"{o.seconds:.1f}"))
            yield from columns(rows)
            if len(made) > ROWS:
                yield f"另有 {len(made) - ROWS} 份"
        folders = dict.fromkeys(_below(self.task(o), self.task(o).target.parent) for o in made)
        for folder in folders:
            yield f"报告在 {folder}/"
        failed = Counter(o.failure for o in self.outcomes if o.state == "failed")
        if failed:
            yield "失败：" + "，".join(f"{FAILURES[kind]} {count}" for kind, count in failed.most_common())


def failure_lines(task: Task, outcome: TaskOutcome) -> Iterator[str]:
    """A failure in one line, with its log; several faults in a line each below it."""
    headed = len(outcome.messages) == 1 or outcome.failure == "trial"
    first = outcome.messages[0] if headed else f"{len(outcome.messages)}处问题"
    where = "" if outcome.failure == "stopped" else f"（详见 {_below(task, task.log)}）"
    yield f"{task.name}：{FAILURES[outcome.failure]}：{first}{where}"
    if (task.target / MANIFEST).is_file():
        yield f"  上一次的报告仍在 {_below(task, task.target)}，没有改动"
    if headed:
        yield from (f"  {message}" for message in outcome.messages[1:])
    else:
        yield from (f"  {number}. {message}" for number, message in enumerate(outcome.messages, start=1))


def columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns of equal width; a Chinese character is as wide as two letters."""
    table = [list(row) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _below(task: Task, path: Path) -> str:
    return path.relative_to(task.root).as_posix()
