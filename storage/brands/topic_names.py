"""What has a card in a topic, with the names of its brand and its topic."""

from typing import Any

from sqlalchemy import Column, Select, Table, select

from storage.tables.brands import brand
from storage.tables.topics import topic


def select_with_names(table: Table, key: Column[int]) -> Select[Any]:
    """All rows of a table with a brand and a topic, oldest first; without those of brands on their way out."""
    return (
        select(table, brand.c.name.label("brand"), topic.c.name.label("topic"), topic.c.channel_id)
        .join(brand, brand.c.brand_id == table.c.brand_id)
        .join(topic, topic.c.topic_id == table.c.topic_id)
        .where(brand.c.name_key.is_not(None))
        .order_by(key)
    )
