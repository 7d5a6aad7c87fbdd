"""Refills: buying bags of units."""
