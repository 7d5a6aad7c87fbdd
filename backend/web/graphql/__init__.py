"""The GraphQL endpoint: HTTP as the GraphQL-over-HTTP specification wants it, and graphql-transport-ws sockets.

It knows no type of the schema: a schema, a way to make contexts and a way to authenticate are handed to it.
"""

from backend.web.graphql.endpoint import GraphQLHTTP
from backend.web.graphql.ports import Authenticate, MakeContext, Unauthenticated

__all__ = ["Authenticate", "GraphQLHTTP", "MakeContext", "Unauthenticated"]
