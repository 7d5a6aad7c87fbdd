"""PayPal (Orders v2): the payer agrees on PayPal's page, and our own capture moves the money."""
