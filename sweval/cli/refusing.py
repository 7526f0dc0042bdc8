"""How a command refuses: the list of faults, no traceback, exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from sweval.domain.faults import Refused
from sweval.usage import REFUSED


def refusing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Print a refusal as its list of faults and exit with 2; no traceback reaches an analyst."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Refused as refusal:
            click.echo(refusal.report(), err=True)
            sys.exit(REFUSED)

    return guarded
