"""The analyses: pure functions, one question a module. A station and a scheme in, results and figures out."""
