"""The analyses: pure functions, one subject per module. In: a station and a scheme; out: results and figures."""
