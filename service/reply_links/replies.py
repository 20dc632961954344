"""What comes back by a link: the reasons of an organisation, or what a supporter has seen and whom they know.

Texts are in one form, without what commands a screen: they are from somebody whom nobody knows.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from domain.vocabulary import PointHeard

MOST_WORDS = 500
"""Characters of a text in a reply."""
MOST_IN_A_LINE = 120
"""Characters of a strength, or of who somebody is."""

MonthsOnFile = Literal[0, 3, 6, 12]
"""For how many months the organisation keeps the client's details; 0 if it does not."""
IntroduceHow = Literal["ask_first", "say_they_sent_me"]
"""Whether the supporter asks the person first, or the client may say who sent her."""


class PointReply(Struct, frozen=True, kw_only=True):
    """What an organisation says to one of the four points."""

    heard: PointHeard | None = None
    words: str = ""


class OrganisationReply(Struct, frozen=True, kw_only=True, tag="organisation"):
    """The reasons of an organisation for one decision, in four points."""

    competence: PointReply = PointReply()
    requirements: PointReply = PointReply()
    well_qualified: PointReply = PointReply()
    self_presentation: PointReply = PointReply()
    on_file: MonthsOnFile | None = None
    may_call: bool | None = None

    @property
    def points(self) -> tuple[PointReply, ...]:
        return (self.competence, self.requirements, self.well_qualified, self.self_presentation)

    @property
    def says_something(self) -> bool:
        """Whether one of the four points was answered."""
        return any(point.heard or point.words for point in self.points)

    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.says_something and self.on_file is None and self.may_call is None


class SupporterReply(Struct, frozen=True, kw_only=True, tag="supporter"):
    """A strength that somebody has seen, and a person whom the client should meet."""

    strength: str = ""
    seen_when: str = ""
    """One moment that they remember."""
    person: str = ""
    """A first name and what they do."""
    why: str = ""
    introduce: IntroduceHow = "ask_first"

    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.strength and not self.person


LinkReply = OrganisationReply | SupporterReply

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[LinkReply] = msgspec.json.Decoder(LinkReply)


def encode_reply(reply: LinkReply) -> bytes:
    """A reply as it is sealed."""
    return _ENCODER.encode(reply)


def decode_reply(plain: bytes) -> LinkReply:
    """A reply as it was sealed."""
    return _DECODER.decode(plain)
