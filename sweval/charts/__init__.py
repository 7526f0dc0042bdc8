"""What every chart is drawn with: canvas, theme, layout, key. Marks in px in, an SVG out; independent of stations."""
