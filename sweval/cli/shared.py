"""Shared by commands: refusals, option decorators, common options, evaluation of stations."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from sweval.cli.usage import REFUSED
from sweval.domain.values.faults import Fault, Refused

if TYPE_CHECKING:
    from sweval.evaluation import Evaluation

Decorator = Callable[[Any], Any]
#: The exit code of a run that failed, and of a check that found anything.
FAILED: Final = 1
PATH: Final = click.Path(path_type=Path)


def refusing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Print a refusal as its list of faults, without a traceback, and exit with 2."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Refused as refusal:
            click.echo(refusal.report(), err=True)
            sys.exit(REFUSED)

    return guarded


def refuse(place: str, problem: str, remedy: str) -> NoReturn:
    """Refuse a call for one reason."""
    raise Refused([Fault(place, problem=problem, remedy=remedy)])


def refuse_target(path: Path, *, overwrite: bool) -> None:
    """Refuse a path for a workbook that has another suffix or exists already."""
    if path.suffix.lower() != ".xlsx":
        refuse(str(path), "不是 .xlsx 文件名", "请以 .xlsx 结尾")
    if path.exists() and not overwrite:
        refuse(str(path), "已有这个文件", "请另取名，或加 --yes 覆盖")


# Modules that read data are imported by the commands, so that help and wrong calls are answered at once.


def find_root() -> Path:
    """The root of the project in the working directory."""
    from sweval.intake.project import find_root

    return find_root()


def evaluated(*stations: str, **options: str | None) -> list[Evaluation]:
    """The stations' evaluations; the call's options replace their parameters."""
    from sweval.intake.parameters import load_parameters
    from sweval.run.one.evaluating import evaluate_stations

    root = find_root()
    overrides = {name: value for name, value in options.items() if value}
    return evaluate_stations(root, [load_parameters(root, station, overrides) for station in stations])


# --- options ----------------------------------------------------------------------------------------


def option(names: str, metavar: str, text: str, *, shown: object = None, **more: Any) -> Decorator:
    """An option: names, placeholder of its value, help text; ``shown`` is a default that the help shows."""
    if shown is not None:
        more |= {"default": shown, "show_default": True}
    return click.option(*names.split(), metavar=metavar, help=text, **more)


def choice(names: str, choices: list[str], text: str, *, show_default: bool = True) -> Decorator:
    """An option with a few choices, the first of which is the default."""
    return click.option(
        *names.split(), type=click.Choice(choices), default=choices[0], show_default=show_default, help=text
    )


def flag(names: str, text: str) -> Decorator:
    """An option without a value."""
    return click.option(*names.split(), is_flag=True, help=text)


def together(*options: Decorator) -> Decorator:
    """Several options as one."""
    return lambda command: reduce(lambda decorated, option: option(decorated), reversed(options), command)


STATION: Final = click.argument("station", metavar="站点编号")
WHICH: Final = together(
    click.argument("stations", nargs=-1, metavar="[站点编号或通配]..."),
    option("--batch", "批次", "一个批次的所有站点，写编号或文件 / all of a batch.", default=""),
    flag("--all all_there_are", "所有站点 / all stations there are."),
)
SCHEME: Final = option("--scheme", "编号", "指标体系，不填的用参数文件所定 / scheme id.")
AS_OF: Final = option("--as-of", "YYYY-MM-DD", "判断时限的基准日 / day on which deadlines are judged.")
OVERWRITE: Final = flag("--yes", "覆盖已有的文件 / overwrite.")
