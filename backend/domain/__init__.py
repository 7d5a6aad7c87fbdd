"""Pure rules: values in, values out. No database, network, clock, randomness or async here."""
