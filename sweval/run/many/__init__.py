"""Many reports: which, in what order, what is due, what came of each, and the index."""
