"""Privacy, on Discord."""
