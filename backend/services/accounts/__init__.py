"""Signing in: users, passwords, tokens and the keys that sign them."""
