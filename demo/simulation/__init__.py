"""Plays the plan with the real bot on a simulated Discord."""
