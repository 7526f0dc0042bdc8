"""Tests: ``spec`` reads like the rule book, ``golden`` holds the published case, ``property`` the arithmetic."""
