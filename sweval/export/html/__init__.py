"""HTML: a report's page and the index of a folder. Blocks in, one self-contained file out."""
