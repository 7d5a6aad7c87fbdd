"""What subscriptions do by themselves: bill, renew, change, end."""
