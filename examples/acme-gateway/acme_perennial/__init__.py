"""Acme Pay, an invented provider, as a gateway plugin of Perennial: the example of docs/adding-a-gateway.md."""
