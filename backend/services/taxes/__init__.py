"""Taxes: the rates that a merchant has, and which sales they are on."""
