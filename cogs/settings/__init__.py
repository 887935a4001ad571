"""Settings, on Discord."""
