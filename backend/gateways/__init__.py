"""Payment gateways: plugins that translate between Perennial and a payment provider. They never decide."""
