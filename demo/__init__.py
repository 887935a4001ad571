"""The whole bot on a simulated Discord, with a generated community living in it."""
