"""Doubles: stateful local stand-ins for payment providers, for tests and for trying a gateway without an account.

Each speaks its provider's HTTP API, strictly and with its own truth. They import nothing of Perennial but each other's
`kit`, so that an adapter and its double can never agree on the same mistake.
"""
