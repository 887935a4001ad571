"""What happens in a guild, recorded without its text and measured honestly."""
