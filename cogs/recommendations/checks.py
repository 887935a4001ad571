"""Checks that commands, buttons and modals of recommendations make before they act."""

import discord

from cogs.kit.bot import Interaction
from cogs.kit.channels import TextOrForum
from community.errors import NotAllowed, NotFound


def require_reader(interaction: Interaction) -> None:
    """Requires that the person who asks can see the channel or thread of the interaction.

    Raises
    ------
    NotFound
        If they can't: nothing is told of what they can't see.
    """
    if not interaction.permissions.view_channel:
        raise NotFound("This recommendation is not there any more.")


def require_asker(interaction: Interaction, channel: TextOrForum) -> None:
    """Requires that the person who asks may write in a channel: an ask gives nobody more than they may do themselves.

    Raises
    ------
    NotAllowed
        If they may not.
    """
    user = interaction.user
    granted = channel.permissions_for(user) if isinstance(user, discord.Member) else discord.Permissions.none()
    if not granted.view_channel or not granted.send_messages:
        raise NotAllowed("You can't write in {channel}. Please pick a channel where you can.", channel=channel.mention)


def require_writer(interaction: Interaction) -> None:
    """Requires that the person who asks may write in the thread of the interaction.

    Raises
    ------
    NotAllowed
        If they may not.
    """
    if not interaction.permissions.view_channel or not interaction.permissions.send_messages_in_threads:
        raise NotAllowed("You can't write in this thread, so you can't recommend in it either.")
