"""Where two models differ most in a week, in a sentence."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from domain.messages import Message, capitalize_first, translatable
from projections.learning_model.wording import round_half_up
from service.research.replaying.weekly_models import ModelFigures


class RoleLine(Struct, frozen=True, kw_only=True):
    """A role at the end of a week, as both models see it; and at the end of the week before."""

    role_id: UUID
    title: str
    active: bool
    """Neither parked nor ruled out."""
    model: ModelFigures
    other: ModelFigures
    model_before: ModelFigures
    other_before: ModelFigures
    true_appeal: float | None
    true_chance: float | None
    """0-100; None for who does not see the truth."""

    @property
    def is_compared(self) -> bool:
        """Whether both models say something of its appeal."""
        return self.model.appeal is not None and self.other.appeal is not None

    @property
    def gap(self) -> int:
        """How far apart they are on its appeal, in printed points."""
        return abs(_printed(self.model) - _printed(self.other)) if self.is_compared else 0

    @property
    def gap_of_moves(self) -> int:
        """How differently its appeal moved in the week; where one of them said nothing before, how far apart they are."""
        if self.model_before.appeal is None or self.other_before.appeal is None:
            return self.gap
        moved = _printed(self.model) - _printed(self.model_before)
        other_moved = _printed(self.other) - _printed(self.other_before)
        return abs(moved - other_moved)

    @property
    def has_moved(self) -> bool:
        """Whether either model prints another appeal than at the end of the week before."""
        return _printed(self.model) != _printed(self.model_before) or _printed(self.other) != _printed(
            self.other_before
        )


class ModelDifference(Struct, frozen=True, kw_only=True):
    """The sentence, and the role that it is about."""

    sentence: Message
    role_id: UUID | None = None


def find_difference(
    lines: Sequence[RoleLine], week: int, rated: Iterable[UUID], *, model: Message, other: Message
) -> ModelDifference:
    """Of the roles that were rated in a week the one that the models moved most differently; else the one they differ on most."""
    if not lines:
        return ModelDifference(sentence=translatable("Week %(week)s: no role is on the list yet.", week=week))
    compared = [one for one in lines if one.is_compared]
    if not compared:
        sentence = translatable(
            "Week %(week)s: the two cannot be compared before a role is rated.", week=week
        )
        return ModelDifference(sentence=sentence)
    moved = [one for one in compared if one.role_id in set(rated)]
    if moved:
        most = max(moved, key=lambda one: (one.gap_of_moves, one.gap))
        return ModelDifference(sentence=_moved(most, week, model, other), role_id=most.role_id)
    most = max(compared, key=lambda one: one.gap)
    if not most.gap:
        return ModelDifference(
            sentence=translatable("Week %(week)s: both say the same of every rated role.", week=week)
        )
    return ModelDifference(sentence=_stands(most, week, model, other), role_id=most.role_id)


def _moved(line: RoleLine, week: int, model: Message, other: Message) -> Message:
    if line.model_before.appeal is None or line.other_before.appeal is None or not line.has_moved:
        return _stands(line, week, model, other)
    return translatable(
        "%(role)s in week %(week)s. %(model)s: from %(before)s to %(now)s. %(other)s: from %(other_before)s to %(other_now)s.",
        week=week,
        role=capitalize_first(line.title),
        model=model,
        before=_printed(line.model_before),
        now=_printed(line.model),
        other=other,
        other_before=_printed(line.other_before),
        other_now=_printed(line.other),
    )


def _stands(line: RoleLine, week: int, model: Message, other: Message) -> Message:
    return translatable(
        "%(role)s in week %(week)s. %(model)s: %(now)s. %(other)s: %(other_now)s.",
        week=week,
        role=capitalize_first(line.title),
        model=model,
        now=_printed(line.model),
        other=other,
        other_now=_printed(line.other),
    )


def _printed(figures: ModelFigures) -> int:
    return round_half_up(figures.appeal or 0.0)
