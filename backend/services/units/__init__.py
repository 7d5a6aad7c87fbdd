"""Units: what refills grant and usage takes. Every movement goes through `open_units`."""
