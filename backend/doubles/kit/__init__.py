"""What every double is made of: a clock, ids, a journal, faults, webhooks, a control API and small pages."""
