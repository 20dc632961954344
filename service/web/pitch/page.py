"""The pitch page: each version and each CV with what came of it, as plain values."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.redacted import is_readable
from projections.network.projection import NETWORK
from projections.network.view import VisibleStep
from projections.pitches.projection import PITCHES
from projections.pitches.view import (
    HeardFeedback,
    Pitches,
    PitchNote,
    PitchVersion,
    ReplyCounts,
    SentApproach,
    TextPart,
)
from projections.refusals.projection import REFUSALS
from service.application.folded_journey import FoldedJourney
from service.localization.code_labels import ANSWERS
from service.localization.feedback_labels import FEEDBACK_POINTS
from service.localization.quotation import unquoted
from service.localization.translator import Translator
from service.web.pitch.finding import landing_words, pitch_finding
from service.web.pitch.steps import (
    MAX_CHOICES,
    cvs_last_used_first,
    name_step,
    steps_to_rate,
    steps_with_papers,
    steps_with_someone,
    version_choices,
)
from service.web.shortened import shortened

PROJECTIONS = (PITCHES, NETWORK, REFUSALS)
FEWEST_TO_COUNT = 5
"""Replies are counted from so many approaches on."""


class NamedStep(Struct, frozen=True, kw_only=True):
    """A step by its name, and what came of it in words."""

    experiment_id: UUID
    name: str
    outcome: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of the approaches that something went out with: counts, or each of them in words."""

    counts: tuple[str, ...]
    """Empty while there are few, and while a no is fresh."""
    approaches: tuple[NamedStep, ...]


class HeardWords(Struct, frozen=True, kw_only=True):
    """What was heard in a step, in words."""

    step: NamedStep
    words: tuple[str, ...]


class VersionCard(Struct, frozen=True, kw_only=True):
    """A version of the pitch."""

    view: PitchVersion
    wording: str | None
    """None when it can no longer be read."""
    landed: str
    tries: tuple[NamedStep, ...]
    sent: Outcome
    changes: tuple[TextPart, ...]
    heard: tuple[HeardWords, ...]


class CvCard(Struct, frozen=True, kw_only=True):
    """A CV by the name that the client gave it."""

    name: str
    sent: Outcome


class SeenLine(Struct, frozen=True, kw_only=True):
    """Who else noticed the client, and in which step."""

    to: str
    step: NamedStep


Choices = Sequence[tuple[UUID, str]]


class PitchPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    versions: tuple[VersionCard, ...]
    cvs: tuple[CvCard, ...]
    to_work_in: tuple[PitchNote, ...]
    seen: tuple[SeenLine, ...]
    latest: str
    """The latest version; empty if there is none."""
    to_try: str
    """What a step that tries it is called."""
    choices: Choices
    """The versions, the latest first."""
    tried_choices: Choices
    """Those that there were on the day of the step, the latest first."""
    sent_choices: Choices
    """Those that there were on the day of the step, the last used first."""
    cv_names: Sequence[str]
    """The last used first."""
    rateable: Choices
    sendable: Choices
    steps: Choices


def build_pitch_page(
    folded: FoldedJourney, translator: Translator, *, tried_step: str = "", sent_step: str = ""
) -> PitchPage:
    """The page as of today, with the steps that its forms name. While a no is fresh, replies are told in words only."""
    journey, pitches = folded.journey, folded.view(PITCHES)
    rateable, sendable = steps_to_rate(journey), steps_with_papers(journey)
    namer = _Namer(journey, translator, in_words=folded.view(REFUSALS).care is not None)
    latest = next((one.wording for one in pitches.versions if is_readable(one.wording)), "")
    return PitchPage(
        finding=pitch_finding(pitches, translator),
        versions=tuple(namer.version(one) for one in pitches.versions),
        cvs=tuple(
            CvCard(name=one.name, sent=namer.outcome(one.approaches, one.replies))
            for one in pitches.cvs
            if is_readable(one.name)
        ),
        to_work_in=tuple(one for one in pitches.to_work_in if is_readable(one.text)),
        seen=tuple(namer.seen(one) for one in folded.view(NETWORK).visibility.seen_by if is_readable(one.to)),
        latest=latest,
        to_try=translator.gettext("Try my pitch: “%(words)s”") % {"words": unquoted(shortened(latest))},
        choices=_versions(pitches, folded.today),
        tried_choices=_versions(pitches, _last_day(rateable, tried_step, folded.today)),
        sent_choices=version_choices(journey, _last_day(sendable, sent_step, folded.today)),
        cv_names=cvs_last_used_first(journey),
        rateable=namer.choices(rateable),
        sendable=namer.choices(sendable),
        steps=namer.choices(steps_with_someone(journey)),
    )


def _versions(pitches: Pitches, on: date) -> Choices:
    return [
        (one.pitch_id, shortened(one.wording))
        for one in pitches.versions
        if one.since <= on and is_readable(one.wording)
    ]


def _last_day(steps: Sequence[Experiment], named: str, today: date) -> date:
    """The day of the step that is named, or else of the latest: no later version went with it."""
    days = [one.on for one in steps if str(one.planned.experiment_id) == named] or [one.on for one in steps]
    return max(days, default=today)


class _Namer:
    """Names steps and replies in the reader's language."""

    def __init__(self, journey: Journey, translator: Translator, *, in_words: bool) -> None:
        self._journey = journey
        self._translator = translator
        self._in_words = in_words

    def choices(self, steps: Sequence[Experiment]) -> Choices:
        return [
            (one.planned.experiment_id, name_step(self._journey, one, self._translator))
            for one in steps[:MAX_CHOICES]
        ]

    def step(self, experiment_id: UUID, outcome: str = "") -> NamedStep:
        name = name_step(self._journey, self._journey.experiments[experiment_id], self._translator)
        return NamedStep(experiment_id=experiment_id, name=name, outcome=outcome)

    def version(self, view: PitchVersion) -> VersionCard:
        readable = is_readable(view.wording)
        return VersionCard(
            view=view,
            wording=view.wording if readable else None,
            landed=landing_words(view, self._translator),
            tries=tuple(
                self.step(
                    one.experiment_id,
                    self._translator.gettext("landed at %(rating)s")
                    % {"rating": self._translator.number(one.landed)},
                )
                for one in view.tries
            ),
            sent=self.outcome(view.approaches, view.replies),
            changes=view.difference if any(one.change != "same" for one in view.difference) else (),
            heard=tuple(self._heard(one) for one in view.heard_before),
        )

    def outcome(self, approaches: Sequence[SentApproach], replies: ReplyCounts) -> Outcome:
        if len(approaches) >= FEWEST_TO_COUNT and not self._in_words:
            return Outcome(counts=tuple(self._counts(replies)), approaches=())
        return Outcome(
            counts=(), approaches=tuple(self.step(one.experiment_id, self._reply(one)) for one in approaches)
        )

    def seen(self, one: VisibleStep) -> SeenLine:
        return SeenLine(to=one.to, step=self.step(one.experiment_id))

    def _heard(self, heard: HeardFeedback) -> HeardWords:
        gettext = self._translator.gettext
        words = [
            gettext("%(point)s: %(words)s") % {"point": gettext(label), "words": text}
            for point, label in FEEDBACK_POINTS.items()
            if (text := getattr(heard.points, point)) and is_readable(text)
        ]
        if heard.note and is_readable(heard.note):
            words.append(heard.note)
        return HeardWords(step=self.step(heard.experiment_id), words=tuple(words))

    def _reply(self, sent: SentApproach) -> str:
        """A no is a reply, and no more is said of it here."""
        match sent.reply:
            case None:
                return self._translator.gettext("no reply yet")
            case "silence":
                return self._translator.gettext("no reply")
            case "rejected_unseen" | "rejected_after_interview" if not sent.invited:
                return self._translator.gettext("they replied")
            case "rejected_unseen" | "rejected_after_interview":
                return self._translator.gettext(ANSWERS["invited"])
            case _:
                return self._translator.gettext(ANSWERS[sent.reply])

    def _counts(self, replies: ReplyCounts) -> Iterator[str]:
        ngettext = self._translator.ngettext
        yield self._count(replies.sent, ngettext("sent once", "sent %(count)s times", replies.sent))
        if replies.replied:
            yield self._count(replies.replied, ngettext("one replied", "%(count)s replied", replies.replied))
        if replies.invited:
            words = ngettext("one of them invited you", "%(count)s of them invited you", replies.invited)
            yield self._count(replies.invited, words)
        if replies.waiting:
            words = ngettext("one has not replied yet", "%(count)s have not replied yet", replies.waiting)
            yield self._count(replies.waiting, words)
        if replies.silent:
            yield self._count(
                replies.silent, ngettext("one never replied", "%(count)s never replied", replies.silent)
            )

    def _count(self, count: int, words: str) -> str:
        return words % {"count": self._translator.number(count)}
