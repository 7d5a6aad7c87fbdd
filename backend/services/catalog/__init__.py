"""The catalogue: making, changing and archiving what is sold, what it costs, and pricing a purchase."""
