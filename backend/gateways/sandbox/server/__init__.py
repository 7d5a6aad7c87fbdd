"""The provider's side of the Sandbox: an ASGI app with its own durable file, reached only over HTTP.

It shares no code with the plugin, so that a mistake in one half is not repeated by the other.
"""

from .app import Sandbox

__all__ = ["Sandbox"]
