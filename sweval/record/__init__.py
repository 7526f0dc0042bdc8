"""The record of an evaluation: figures with value, unit, rule and sources; written, read and compared."""
