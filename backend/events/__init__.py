"""What happened, told onwards: the outbox of facts, the bell that wakes workers, the live bus for subscribers."""
