"""The stations of a district compared by their results: ranks, spread, outliers, common concerns, severity of experts."""
