"""One report: check, run the notebook, compare with the data, export. A task in, a folder of files out."""
