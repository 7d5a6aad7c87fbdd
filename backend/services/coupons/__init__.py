"""Coupons: what they are, who redeems them, and what they have yet to lower."""
