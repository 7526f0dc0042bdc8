"""The rules of the scheme ``guangzhou-2023``, a file for each chapter, both sides of every threshold."""
