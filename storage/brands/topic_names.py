"""Rows that belong to a brand and a topic, with the names of both."""

from typing import Any

from sqlalchemy import Column, Select, Table, select

from storage.tables.brands import brand
from storage.tables.topics import topic


def select_with_names(table: Table, key: Column[int]) -> Select[Any]:
    """Selects the rows of a table with the names of their brand and topic, without retired brands, oldest first."""
    return (
        select(table, brand.c.name.label("brand"), topic.c.name.label("topic"), topic.c.channel_id)
        .join(brand, brand.c.brand_id == table.c.brand_id)
        .join(topic, topic.c.topic_id == table.c.topic_id)
        .where(brand.c.name_key.is_not(None))
        .order_by(key)
    )
