"""What one member missed, told to that member alone."""
