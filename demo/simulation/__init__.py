"""The story, lived by the real bot on a simulated Discord."""
