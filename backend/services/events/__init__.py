"""The outbox: numbering and publishing facts."""
