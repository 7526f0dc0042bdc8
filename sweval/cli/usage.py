"""Messages for wrong calls in Chinese; those of click are in English."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

REFUSED = 2


class ChineseGroup(click.Group):
    """A group of commands that reports a wrong call in Chinese and exits with 2."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; raises ``UsageError`` with the existing ones."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = "、".join(name for name in self.list_commands(ctx) if not self.commands[name].hidden)
            raise click.UsageError(f"没有这个命令：{args[0]}；可用：{known}", ctx)
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command as click does, with Chinese messages for wrong calls."""
        try:
            result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            if not standalone_mode:
                raise
            click.echo(f"{in_chinese(error)}。用法见 {_path(error)} -h", err=True)
            sys.exit(REFUSED)
        except click.exceptions.Abort:
            click.echo("已中断。", err=True)
            sys.exit(1)
        if standalone_mode:
            sys.exit(result if isinstance(result, int) else 0)
        return result


def in_chinese(error: click.ClickException) -> str:
    """The message of a wrong call."""
    match error:
        case click.NoSuchOption():
            near = f"，是否为 {'、'.join(error.possibilities)}" if error.possibilities else ""
            return f"没有这个选项：{error.option_name}{near}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面要写值"
        case click.MissingParameter():
            parameter = error.param
            return f"缺少{parameter.make_metavar(error.ctx) if parameter and error.ctx else '参数'}"
        case click.BadParameter():
            return f"值不正确：{error.param.name if error.param else ''}"
        case _:
            return error.format_message().rstrip(".")


def _path(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return context.command_path if context else "sweval"
