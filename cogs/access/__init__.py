"""Access, on Discord."""
