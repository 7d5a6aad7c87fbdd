"""Subscriptions: quoting, buying, activating."""
