"""The kinds of chart, a module each. Plain rows in, a drawn chart out."""
