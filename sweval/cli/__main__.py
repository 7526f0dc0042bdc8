"""``python -m sweval.cli`` is ``sweval``."""

from sweval.cli import main

main()
