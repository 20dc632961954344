"""What a programme is: its name, its tracks and languages, whether it is played, and when it goes by the clock."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from domain.decision_rules import record_change
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.forms import Command, Event, Title
from domain.sensitivity import C1, PersonalText, StructuralBool
from domain.vocabulary import Language, Track

if TYPE_CHECKING:
    from domain.programme.state import Programme


class ProgrammeOpened(Event, frozen=True, kw_only=True, tag="ProgrammeOpened"):
    """An organisation opened a programme."""

    name: PersonalText
    tracks: Annotated[tuple[Track, ...], C1]
    languages: Annotated[tuple[Language, ...], C1]
    time_zone: Annotated[str, C1]
    game: StructuralBool


class ProgrammeAdjusted(Event, frozen=True, kw_only=True, tag="ProgrammeAdjusted"):
    """It is called otherwise, or offers other tracks or languages, or is played or not from now on."""

    name: PersonalText
    tracks: Annotated[tuple[Track, ...], C1]
    languages: Annotated[tuple[Language, ...], C1]
    game: StructuralBool


OfferedTracks = Annotated[tuple[Track, ...], Meta(min_length=1, max_length=3)]
OfferedLanguages = Annotated[tuple[Language, ...], Meta(min_length=1, max_length=4)]


class OpenProgramme(Command, frozen=True, kw_only=True, tag="OpenProgramme"):
    """Open a programme."""

    name: Title
    tracks: OfferedTracks
    languages: OfferedLanguages
    time_zone: Annotated[
        str, Meta(min_length=1, max_length=60, description="An IANA name, such as Europe/Oslo.")
    ]
    game: bool = True


class AdjustProgramme(Command, frozen=True, kw_only=True, tag="AdjustProgramme"):
    """Change what is named; what is left out stays as it is. Journeys that are enrolled keep their own course."""

    name: Title | None = None
    tracks: OfferedTracks | None = None
    languages: OfferedLanguages | None = None
    game: bool | None = None


def handle_open_programme(programme: "Programme", wish: OpenProgramme) -> list[Event]:
    """Open it once; the same opening again is already so."""
    fact = ProgrammeOpened(
        happened_on=wish.happened_on,
        name=wish.name,
        tracks=tuple(dict.fromkeys(wish.tracks)),
        languages=tuple(dict.fromkeys(wish.languages)),
        time_zone=wish.time_zone,
        game=wish.game,
    )
    if programme.opened is None:
        return [fact]
    if programme.opened == fact:
        return []
    raise InvalidOperation(
        "This programme opened on %(day)s; it opens only once.",
        day=programme.opened.happened_on,
        allowed="another programme id, or AdjustProgramme",
    )


def handle_adjust_programme(programme: "Programme", wish: AdjustProgramme) -> list[Event]:
    """Adjust at least one thing; each adjustment tells the whole offer as it is from then on."""
    if (wish.name, wish.tracks, wish.languages, wish.game) == (None, None, None, None):
        raise InvalidValue("Nothing is adjusted.", field="name", allowed="name, tracks, languages or game")
    now = programme.current_offer
    fact = ProgrammeAdjusted(
        happened_on=wish.happened_on,
        name=wish.name or now.name,
        tracks=tuple(dict.fromkeys(wish.tracks or now.tracks)),
        languages=tuple(dict.fromkeys(wish.languages or now.languages)),
        game=now.game if wish.game is None else wish.game,
    )
    return record_change(
        now, fact, "The programme was last set on %(day)s; an earlier day cannot change that."
    )
