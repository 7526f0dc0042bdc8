"""Rules: vetoes and entry conditions, the rulebook, the methods that figures cite."""
