"""The same shop as for the services."""

from tests.services.conftest import gateway, life, registry, store

__all__ = ["gateway", "life", "registry", "store"]
