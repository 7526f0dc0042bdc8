"""Many stations together: ranks, spread, common concerns, severity of experts, outliers. Made from their results, never from notebooks."""
