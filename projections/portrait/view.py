"""Views of what the client said about themselves by a date.

Lists are by day, oldest first, unless stated otherwise.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.vocabulary import ExperimentKind, ReflectionTheme


class IntakeAgreementView(Struct, frozen=True, kw_only=True):
    """What client and coach agreed to work on."""

    since: date
    question: str
    aim: str
    occasion: str | None
    context: str | None


class QuestionAnswersView(Struct, frozen=True, kw_only=True):
    """The latest answers to the three questions, and their date.

    What can I do? What do I want? What am I doing to get there?
    """

    on: date
    can: str | None
    want: str | None
    move: str | None


class ValueView(Struct, frozen=True, kw_only=True):
    """A value of the client's."""

    value_id: UUID
    wording: str
    on: date


class NamedQuality(Struct, frozen=True, kw_only=True):
    """A quality and its text."""

    quality_id: UUID
    wording: str


class DreamView(Struct, frozen=True, kw_only=True):
    """A dream, and the qualities it stands for."""

    dream_id: UUID
    dream: str
    on: date
    qualities: tuple[NamedQuality, ...]


class SketchView(Struct, frozen=True, kw_only=True):
    """A sketch of the ideal job, and its qualities."""

    sketch_id: UUID
    sketch: str
    on: date
    qualities: tuple[NamedQuality, ...]


class QualityRole(Struct, frozen=True, kw_only=True):
    """A role that offers a quality."""

    role_id: UUID
    title: str


class QualityView(Struct, frozen=True, kw_only=True):
    """A quality, its sources, and the roles that offer it."""

    quality_id: UUID
    wording: str
    dream_ids: tuple[UUID, ...]
    sketch_ids: tuple[UUID, ...]
    roles: tuple[QualityRole, ...]


class RoleQualities(Struct, frozen=True, kw_only=True):
    """A role with the qualities it offers, for a search by several."""

    role_id: UUID
    title: str
    quality_ids: tuple[UUID, ...]


class NamedStrength(Struct, frozen=True, kw_only=True):
    """A strength and its text."""

    strength_id: UUID
    wording: str | None
    """None when nobody had observed it yet on that day."""


class StoryView(Struct, frozen=True, kw_only=True):
    """A story of an experience, and the strengths it shows."""

    story_id: UUID
    title: str
    story: str
    on: date
    strengths: tuple[NamedStrength, ...]


class GoalView(Struct, frozen=True, kw_only=True):
    """Something the client wants to learn or do."""

    goal_id: UUID
    wording: str
    set_on: date
    due: date | None
    reached_on: date | None
    overdue: bool
    """Its day has passed and it is not reached: a fact, not a reproach."""


class ThemeCount(Struct, frozen=True, kw_only=True):
    """The number of private reflections on a theme."""

    theme: ReflectionTheme
    count: int


class ReflectionCounts(Struct, frozen=True, kw_only=True):
    """The number of private reflections. The texts are never recorded."""

    count: int
    themes: tuple[ThemeCount, ...]
    """Only those written about, in the vocabulary's order."""
    last_on: date | None


class InsightTrigger(Struct, frozen=True, kw_only=True):
    """What led to an insight."""

    kind: SourceKind
    source_id: UUID | None
    """The experiment or check-in."""
    step: ExperimentKind | None
    """Which kind of experiment it was, when it was one."""
    role_id: UUID | None
    """The role that experiment is about."""
    role: str | None


class InsightView(Struct, frozen=True, kw_only=True):
    """Something that became clear to the client."""

    insight_id: UUID
    wording: str
    on: date
    trigger: InsightTrigger


class AssessmentView(Struct, frozen=True, kw_only=True):
    """A test that the client took, and the strengths it points to."""

    assessment_id: UUID
    instrument: str
    on: date
    strengths: tuple[NamedStrength, ...]
    note: str | None


class PortraitAlly(Struct, frozen=True, kw_only=True):
    """A supporter, with the card that says how they can help."""

    contact_id: UUID
    name: str | None
    """None when it is not known, or not known yet."""
    since: date
    how_to_help: str
    card_since: date
    """The day the card got these words."""


class EnergyRating(Struct, frozen=True, kw_only=True):
    """A rating of energy on a date, 0-10."""

    on: date
    rating: int


class Portrait(Struct, frozen=True, kw_only=True):
    """What the client said about themselves."""

    on: date
    agreement: IntakeAgreementView | None
    agreed_before: tuple[date, ...]
    """The days of the earlier versions of the agreement."""
    answers: QuestionAnswersView | None
    values: tuple[ValueView, ...]
    dreams: tuple[DreamView, ...]
    sketches: tuple[SketchView, ...]
    qualities: tuple[QualityView, ...]
    """In the order in which they were first recorded."""
    roles: tuple[RoleQualities, ...]
    """The roles that offer a quality, those that offer most first."""
    stories: tuple[StoryView, ...]
    goals: tuple[GoalView, ...]
    reflections: ReflectionCounts
    insights: tuple[InsightView, ...]
    assessments: tuple[AssessmentView, ...]
    allies: tuple[PortraitAlly, ...]
    energy: tuple[EnergyRating, ...]
