"""Tariffs: plans that are paid from the balance by elapsed time."""
