"""Text into typed values: YAML, CSV, pydantic's errors in Chinese."""
