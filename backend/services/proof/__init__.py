"""Proofs of the books: everything that was written down twice is added up again and compared."""
