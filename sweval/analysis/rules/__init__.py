"""The rules applied and stated: vetoes and entry conditions, the rule book, the methods that figures cite."""
