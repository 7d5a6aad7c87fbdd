"""Stripe as a gateway plugin, through Stripe's own SDK. See docs/gateways/stripe.md."""
