"""Comparisons: our payments of a day against the gateway's own list."""
