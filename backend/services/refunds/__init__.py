"""Refunds: money of a payment that goes back through the gateway that took it, or into the balance."""
