"""Test clocks: customers of a merchant in test mode whose time staff move forward. Nothing else knows them."""
