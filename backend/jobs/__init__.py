"""Background work. The database is the queue; Taskiq only says "look now"."""
