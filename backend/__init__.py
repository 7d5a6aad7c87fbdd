"""Perennial: subscription billing and payments. The map of this package is in README.md."""

__version__ = "0.1.0"
