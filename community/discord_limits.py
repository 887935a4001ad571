"""Discord's limits, each once. All are of Discord's published documentation, named as *Source*."""

from datetime import timedelta
from typing import Final

MESSAGE_TEXT_LENGTH: Final = 4_000
"""Characters of text in one message of components (Source: Components Reference)."""
BUTTON_LABEL_LENGTH: Final = 80
"""Characters on a button (Source: Components Reference)."""
BUTTONS_PER_ROW: Final = 5
"""Buttons in one row (Source: Components Reference)."""
MENU_OPTIONS: Final = 25
"""Options in one menu (Source: Components Reference)."""
OPTION_LENGTH: Final = 100
"""Characters of a menu option's label, value and description (Source: Components Reference)."""
PLACEHOLDER_LENGTH: Final = 100
"""Characters of a text input's placeholder (Source: Components Reference)."""
LINK_LENGTH: Final = 512
"""Characters in the address of a link button (Source: Components Reference)."""
MODAL_TITLE_LENGTH: Final = 45
"""Characters of a modal's title (Source: Receiving and Responding)."""
MODAL_LABEL_LENGTH: Final = 45
"""Characters above one of a modal's inputs (Source: Components Reference)."""
CHOICES: Final = 25
"""Choices of one autocompletion (Source: Application Commands)."""
CHOICE_LENGTH: Final = 100
"""Characters of a choice's name (Source: Application Commands)."""
ALT_TEXT_LENGTH: Final = 1_024
"""Characters of an attachment's description (Source: Message Resource, Attachment)."""
NONCE_LENGTH: Final = 25
"""Characters of a nonce (Source: Message Resource, Create Message)."""
NONCE_SPAN: Final = timedelta(minutes=3)
"""So long, at least, Discord drops a repeated message by its nonce (Source: Message Resource, Create Message)."""
CHANNEL_NAME_LENGTH: Final = 100
"""Characters in the name of a channel or a thread (Source: Channel Resource)."""
ARCHIVE_MINUTES: Final = 10_080
"""The longest after which a quiet thread is archived: a week (Source: Channel Resource)."""
POST_TAGS: Final = 5
"""Tags of one forum post (Source: Channel Resource)."""
NICKNAME_LENGTH: Final = 32
"""Characters of a nickname (Source: Guild Resource, Modify Guild Member)."""
CHANNELS: Final = 500
"""Channels in a guild (Source: Server Limits)."""
CHANNELS_PER_CATEGORY: Final = 50
"""Channels in a category (Source: Server Limits)."""
ROLES: Final = 250
"""Roles in a guild, @everyone among them (Source: Server Limits)."""
ACTIVE_THREADS: Final = 1_000
"""Active threads in a guild (Source: Server Limits)."""
MESSAGES_PER_REQUEST: Final = 100
"""Messages that one request gives (Source: Channel Resource, Get Channel Messages)."""
MEMBERS_PER_REQUEST: Final = 1_000
"""Members that one request gives (Source: Guild Resource, List Guild Members)."""
REACTORS_PER_REQUEST: Final = 100
"""Members who reacted that one request gives (Source: Message Resource, Get Reactions)."""
THREADS_PER_REQUEST: Final = 100
"""Archived threads that one request gives (Source: Channel Resource, List Public Archived Threads)."""
OVERWRITES_PER_CHANNEL: Final = 1_000
"""Permission overwrites of one channel (Source: Server Limits)."""
