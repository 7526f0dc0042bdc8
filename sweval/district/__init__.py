"""Many stations together, from their results: ranks, spread, common concerns, severity of experts, outliers."""
