"""The same shop as for the services."""

from tests.services.conftest import gateway, registry, store

__all__ = ["gateway", "registry", "store"]
