"""Runs the whole bot on a simulated Discord, in a generated community."""
