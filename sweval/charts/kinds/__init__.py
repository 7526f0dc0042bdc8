"""The kinds of chart. Plain rows in, a matplotlib figure out."""
