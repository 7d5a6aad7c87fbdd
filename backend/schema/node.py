"""Things with an id. Ids are opaque, prefixed and the same in the API, webhooks, the command line and logs."""

from __future__ import annotations

import strawberry


@strawberry.interface(description="Something with an id.")
class Node:
    id: strawberry.ID = strawberry.field(description="The id: opaque, prefixed, and sortable by age.")
