"""The books: posting, and nothing else."""
