"""The conformance kit: behaviours that every gateway must show, as a pytest plugin. See docs/adding-a-gateway.md."""
