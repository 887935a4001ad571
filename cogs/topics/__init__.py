"""Topics, on Discord."""
