"""Charts of an evaluation: which numbers go into which picture, with its message, units and source."""

from __future__ import annotations

from sweval.presentation.drawings.process import deadlines, whole_process
from sweval.presentation.drawings.scores import (
    area_scores,
    component_scores,
    expert_deviations,
    loss_by_component,
    weight_swings,
)
from sweval.presentation.drawings.services import completion, coverage_map, satisfaction_interval

__all__ = [
    "area_scores",
    "completion",
    "component_scores",
    "coverage_map",
    "deadlines",
    "expert_deviations",
    "loss_by_component",
    "satisfaction_interval",
    "weight_swings",
    "whole_process",
]
