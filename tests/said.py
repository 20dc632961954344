"""Reading back what was sent of a view: its sentences come in plain English."""

from domain.messages import Sentence, sentence


def as_said(_kind: type, text: str) -> Sentence:
    """The `dec_hook` of msgspec for views: their sentences as they read."""
    return sentence("%(said)s", said=text)
