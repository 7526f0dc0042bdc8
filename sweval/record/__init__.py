"""The record: every figure with value, unit, rule and sources; written, packed, read and compared."""
