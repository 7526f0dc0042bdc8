"""Checks of texts: claims, numbers, names, similarity, recurring concerns."""
