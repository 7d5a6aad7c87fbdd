"""Collecting the invoices of renewals: from the balance, a saved method, or by waiting for the customer."""
