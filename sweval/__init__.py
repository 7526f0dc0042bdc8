"""sweval: evaluation reports of social-work stations (社工站) as reproducible notebooks.

The names that a notebook needs::

    rules = sweval.load_scheme("guangzhou-2023")
    station = sweval.load_station("shiqi-2024-midterm", rules)
    evaluation = sweval.evaluate(station, rules, sweval.load_calendar())
    report = sweval.StationReport(evaluation, "working")
    report.summary()

Modules are imported when a name is first used, so that ``import sweval`` is quick.

"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Blocks": "sweval.blocks",
    "DistrictReport": "sweval.presentation.district.report",
    "Refused": "sweval.domain.values.faults",
    "StationReport": "sweval.presentation.report.station_report",
    "TwoAssessments": "sweval.presentation.compare.two_assessments",
    "evaluate": "sweval.evaluation",
    "frame": "sweval.intake.station.tables",
    "levers": "sweval.presentation.compare.trial",
    "load_calendar": "sweval.intake.calendar",
    "load_district": "sweval.run.products.district",
    "load_scheme": "sweval.intake.scheme_file",
    "load_station": "sweval.intake.station.folder",
    "overview": "sweval.district.overview",
    "what_if": "sweval.presentation.compare.trial",
    "with_score": "sweval.compare.what_if",
    "with_threshold": "sweval.compare.what_if",
    "with_way": "sweval.compare.what_if",
    "with_weight": "sweval.compare.what_if",
}
__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sweval' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
