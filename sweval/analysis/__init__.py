"""Pure functions, one question each; data in, result out."""
