"""Migrations by aerich: one folder a dialect, SQL that a person reads."""
