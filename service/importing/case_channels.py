"""The channels of a case, some of which are called otherwise than in the domain."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast, get_args

from domain.vocabulary import Channel

_CHANNELS = frozenset(get_args(Channel))
_OTHER_CHANNELS: Mapping[str, Channel] = MappingProxyType(
    {"course catalogue": "catalogue", "forecast": "outlook"}
)


def known_channel(channel: str | None) -> Channel | None:
    """The channel of this name; `other` for any other word."""
    if channel is None:
        return None
    return cast("Channel", channel) if channel in _CHANNELS else _OTHER_CHANNELS.get(channel, "other")
