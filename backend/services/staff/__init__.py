"""What staff look through."""
