"""Invoices: making them from a quote, paying them."""
