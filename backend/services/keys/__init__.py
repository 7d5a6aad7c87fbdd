"""Master secrets: what was sealed with which, and sealing it all anew."""
