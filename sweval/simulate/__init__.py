"""Invented stations, for trials and demonstration. A scheme and a seed in, stations out; no file is read."""
