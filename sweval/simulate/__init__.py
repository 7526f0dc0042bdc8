"""Invented stations, for tests and demonstration. A scheme and a seed in, stations out; no file is read."""
