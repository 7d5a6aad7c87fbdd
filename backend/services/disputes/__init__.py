"""Disputes: payers' banks take payments back, or ask about them."""
