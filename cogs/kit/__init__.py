"""What cogs are made of: who may, how errors are told, panels, charts, components, languages."""
