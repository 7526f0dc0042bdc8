"""The canvas that charts are drawn on: theme, layout, axes, SVG. Numbers in, an SVG out; it knows no station."""
