"""Discord's and Hamlet's identifiers as distinct types for the type checker."""

from dataclasses import dataclass
from typing import NewType

GuildId = NewType("GuildId", int)
MemberId = NewType("MemberId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
RoleId = NewType("RoleId", int)

TopicId = NewType("TopicId", int)
LifeId = NewType("LifeId", int)
AskId = NewType("AskId", int)
RecommendationId = NewType("RecommendationId", int)
CircleId = NewType("CircleId", int)
ChoiceId = NewType("ChoiceId", int)
ScheduleId = NewType("ScheduleId", int)
BrandId = NewType("BrandId", int)
ConsentId = NewType("ConsentId", int)
RoundId = NewType("RoundId", int)
AmaId = NewType("AmaId", int)
QuestionId = NewType("QuestionId", int)

DISCORD_EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """Where a message is: its channel or thread, and its id."""

    channel_id: ChannelId
    message_id: MessageId
