"""Balances: prepaid money. Every movement goes through `open_balance`."""
