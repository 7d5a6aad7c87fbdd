"""The catalogue: making products, plans and add-ons, and pricing a purchase."""
