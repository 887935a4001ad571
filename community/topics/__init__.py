"""Focused spaces: topics that members browse, join and leave."""
