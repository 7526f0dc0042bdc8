"""PDF set by typst, and charts as pictures for paper. Blocks in, bytes out."""
