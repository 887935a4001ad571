"""Stats, on Discord."""
