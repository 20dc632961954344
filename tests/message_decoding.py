"""Reading back what was sent of a view: its sentences come in plain English."""

from domain.messages import Message, translatable


def decode_message(_kind: type, text: str) -> Message:
    """The `dec_hook` of msgspec for views: their sentences as they read."""
    return translatable("%(said)s", said=text)
