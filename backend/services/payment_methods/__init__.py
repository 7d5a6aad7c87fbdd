"""Payment methods: what a customer left with a gateway to pay with again."""
