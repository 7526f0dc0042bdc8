"""Whether another reasonable way of scoring, or another panel, would give another grade."""
