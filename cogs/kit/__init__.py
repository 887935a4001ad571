"""Building blocks of cogs: checks, errors, panels, charts, persistent components, languages."""
