"""Payments: starting an attempt, asking the gateway, recording what it said."""
