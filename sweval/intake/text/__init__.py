"""Text into typed values: YAML, CSV, formulas, pydantic's errors in Chinese."""
