"""Tests: ``spec`` reads like the rule book, ``golden`` is the published case, ``property`` the arithmetic."""
