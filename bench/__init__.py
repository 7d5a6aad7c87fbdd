"""Measurements against limits and peers on the same machine: `make bench`. docs/performance.md says how."""
