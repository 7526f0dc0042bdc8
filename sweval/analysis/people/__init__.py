"""Who works, who is served, what it costs: staffing, retention, shortage, coverage, money."""
