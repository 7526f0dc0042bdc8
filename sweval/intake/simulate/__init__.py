"""Invented stations (示例数据), for trying out, for tests and for showing what a report looks like."""
