"""The schema of a line of recorded activity, and the error texts for invalid lines."""

from datetime import UTC, datetime
from typing import Any, Final

from pydantic_core import CoreSchema, SchemaValidator, ValidationError
from pydantic_core.core_schema import (
    DataclassField,
    any_schema,
    chain_schema,
    dataclass_args_schema,
    dataclass_field,
    dataclass_schema,
    enum_schema,
    int_schema,
    no_info_after_validator_function,
    no_info_plain_validator_function,
    nullable_schema,
    str_schema,
    tagged_union_schema,
    tuple_schema,
    union_schema,
    with_default_schema,
)

from community.engagement.events import ID_LIMIT, Activity, ActivityKind, Arrival, Departure

JOIN: Final = "join"
LEAVE: Final = "leave"
MAX_EMOJI_LENGTH: Final = 64
"""Characters; Unicode's longest emoji sequences have about a dozen."""

ERROR_TEXTS: Final = {
    "json_invalid": "is not JSON",
    "dict_type": "is not a JSON object",
    "union_tag_not_found": 'has no "kind"',
    "union_tag_invalid": f'has a "kind" that is none of {", ".join((*ActivityKind, JOIN, LEAVE))}',
    "missing": 'has no "{name}"',
    "unexpected_keyword_argument": "has {name!a:.40}, which is not one of the fields",
    "tuple_type": 'has "{name}" that are not a list',
}
"""Texts by the library's error type; all other errors get the text of their field."""
FIELD_TEXTS: Final = {
    "at": 'has an "at" that is not an instant with its time zone, such as 2019-02-11T09:30:00Z',
    "emoji": 'has an "emoji" that is not a short text',
}
"""Texts by field; all other fields are identifiers."""
NOT_AN_IDENTIFIER: Final = 'has a "{name}" that is not an identifier; write its digits in quotes'


def explain_error(error: ValidationError) -> str:
    """Returns the first fault of a line in words that continue "line 12 "; never a value of its content."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(next(iter(first["loc"][1:]), ""))
    return (ERROR_TEXTS.get(first["type"]) or FIELD_TEXTS.get(name) or NOT_AN_IDENTIFIER).format(name=name)


def _instant(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is not None and at.tzinfo is not None:
            return at.astimezone(UTC)
    except OverflowError:
        pass
    message = "not an instant"
    raise ValueError(message)


def _optional(schema: CoreSchema, otherwise: Any = None) -> CoreSchema:
    """Returns the schema of a field that may be absent or null."""
    nullable = nullable_schema(schema)
    if otherwise is None:
        return with_default_schema(nullable, default=None)
    return with_default_schema(
        no_info_after_validator_function(lambda value: otherwise if value is None else value, nullable),
        default=otherwise,
    )


def _object(made: type[Activity | Arrival | Departure], *fields: DataclassField) -> CoreSchema:
    """Returns the schema of an object with exactly these fields, which becomes an event."""
    arguments = dataclass_args_schema(made.__name__, list(fields), collect_init_only=True, extra_behavior="forbid")
    return dataclass_schema(made, arguments, list(made.__slots__), slots=True)


NUMBER: Final = int_schema(strict=True, ge=0, lt=ID_LIMIT)
DIGITS: Final = chain_schema([str_schema(strict=True, pattern="^[0-9]{1,19}$"), int_schema(lt=ID_LIMIT)])
IDENTIFIER: Final = union_schema([DIGITS, NUMBER], mode="left_to_right")
"""A Discord identifier; written as a string because some JSON readers round large numbers."""
PEOPLE: Final = tuple_schema([IDENTIFIER], variadic_item_index=0)
EMOJI: Final = str_schema(strict=True, max_length=MAX_EMOJI_LENGTH, pattern="^[^\x00-\x1f]*$")
"""An emoji without control characters: PostgreSQL does not store a null character."""

GUILD: Final = dataclass_field("guild_id", IDENTIFIER, validation_alias="guild")
MEMBER: Final = dataclass_field("member_id", IDENTIFIER, validation_alias="member")
AT: Final = dataclass_field("at", no_info_plain_validator_function(_instant))
ACTIVITY: Final = _object(
    Activity,
    dataclass_field("kind", enum_schema(ActivityKind, list(ActivityKind), sub_type="str")),
    dataclass_field("source_id", IDENTIFIER),
    AT,
    GUILD,
    dataclass_field("channel_id", IDENTIFIER, validation_alias="channel"),
    dataclass_field("thread_id", _optional(IDENTIFIER), validation_alias="thread"),
    MEMBER,
    dataclass_field("answered_id", _optional(IDENTIFIER), validation_alias="answered"),
    dataclass_field("replied_to", _optional(IDENTIFIER)),
    dataclass_field("mentioned", _optional(PEOPLE, ()), validation_alias="mentions"),
    dataclass_field("emoji", _optional(EMOJI, "")),
    dataclass_field("length", _optional(any_schema()), init_only=True),
)
STAY: Final = (dataclass_field("kind", any_schema(), init_only=True), AT, GUILD, MEMBER)
LINE: Final = SchemaValidator(
    tagged_union_schema(
        {**dict.fromkeys(ActivityKind, ACTIVITY), JOIN: _object(Arrival, *STAY), LEAVE: _object(Departure, *STAY)},
        discriminator="kind",
    )
)
"""Turns a line into an event; checks all that the events check themselves."""
