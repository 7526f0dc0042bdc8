"""A station's folder: tables, profile, corrections, texts. Files in, a Station or every fault out."""
