"""Setups: keeping a payment method without charging it. They walk like payments' attempts, in three steps."""
