"""Receipts: cash and transfers that staff saw come in, and took back when they were wrong."""
