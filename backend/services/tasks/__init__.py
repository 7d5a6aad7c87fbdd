"""Tasks: what a person of the merchant has to see to."""
