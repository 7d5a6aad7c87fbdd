"""Gateway accounts and the inbox of their webhooks."""
