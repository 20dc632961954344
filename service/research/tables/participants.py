"""The table of participants: one row for each, with what holds throughout."""

from collections import Counter
from collections.abc import Iterator

from domain.journey.events.answers import INVITING_ANSWERS, AnswerReceived
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.course import GameSwitched, TrackSet
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.network import ContactAdded
from domain.journey.events.roles import RoleDiscovered
from service.research.tables.columns import Column, Row, Table
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import ENDING_LABELS, LANGUAGE_LABELS, TRACK_LABELS
from service.research.tables.shared_columns import ARM, PSEUDONYM, code_column, count_column

PARTICIPANTS = Table(
    name="participants",
    meaning="One row for each participant: who agreed to the study and had not ended that at the export's position in the log.",
    key=("pseudonym",),
    columns=(
        PSEUDONYM,
        ARM,
        Column(name="agreed_day", kind="integer", meaning="The study day on which the participant agreed."),
        Column(name="started_day", kind="integer", meaning="The study day on which the journey started."),
        Column(
            name="last_day", kind="integer", meaning="The last study day that the export covers for them."
        ),
        Column(
            name="weeks",
            kind="integer",
            meaning="The number of weeks in `person_week`, the first and the last among them.",
        ),
        Column(name="track", kind="string", meaning="The track at the start.", labels=TRACK_LABELS),
        Column(
            name="last_track", kind="string", meaning="The track as it was last set.", labels=TRACK_LABELS
        ),
        Column(name="language", kind="string", meaning="The language at the start.", labels=LANGUAGE_LABELS),
        Column(
            name="weekly_goal",
            kind="integer",
            meaning="Steps a week that were aimed for at the start, 1 to 3.",
        ),
        Column(
            name="programme_days",
            kind="integer",
            meaning="Days from the start to the last day of the programme, as it was last set.",
            optional=True,
        ),
        Column(
            name="isco_origin",
            kind="string",
            meaning="The ISCO code of the work the participant comes from: the first role that is the same work. "
            "Fewer digits, or none, where few participants share it.",
            optional=True,
        ),
        code_column("coach", "The coach, as last chosen."),
        count_column("coaches", "Coaches they have had."),
        Column(name="game_on", kind="boolean", meaning="Whether the game was on at the end."),
        Column(
            name="ending",
            kind="string",
            meaning="How the journey ended; empty while it goes on.",
            labels=ENDING_LABELS,
            optional=True,
        ),
        count_column("events", "Events in `events`."),
        count_column("steps", "Steps that took place."),
        count_column("applications", "Applications among them."),
        count_column(
            "invitations", "Replies that were an invitation or an offer; one that was told twice counts once."
        ),
        count_column("roles", "Roles that came up, those that were never taken up among them."),
        count_column("contacts", "Contacts that were added."),
    ),
)


def participant_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The one row of a history."""
    history, coder, started = folded.history, folded.coder, folded.started
    coaches = [event.coach_id for _, event in folded.events_of(CoachAssigned)]
    tracks = [event.track for _, event in folded.events_of(TrackSet)]
    switched = [event.on for _, event in folded.events_of(GameSwitched)]
    endings = [event.ending for _, event in folded.events_of(EndingRecorded)]
    kinds = Counter(folded.plans[event.experiment_id].kind for _, event in folded.events_of(ExperimentRun))
    end = folded.programme_end
    yield (
        history.pseudonym,
        history.arm,
        coder.days[history.agreed_on],
        coder.days[started.happened_on],
        coder.days[history.last_on],
        len(folded.weeks),
        started.track,
        tracks[-1] if tracks else started.track,
        started.locale.partition("-")[0],
        started.weekly_goal,
        (end - started.happened_on).days if end else None,
        _origin(folded),
        coder.code("coach", coaches[-1]) if coaches else None,
        len(set(coaches)),
        switched[-1] if switched else True,
        endings[-1] if endings else None,
        len(history.entries),
        kinds.total(),
        kinds["application"],
        sum(_invites(folded, event) for _, event in folded.events_of(AnswerReceived)),
        len(folded.by_class.get(RoleDiscovered, ())),
        len(folded.by_class.get(ContactAdded, ())),
    )


def _origin(folded: FoldedHistory) -> str | None:
    same = (event.role_id for _, event in folded.events_of(RoleDiscovered) if event.distance == "same")
    first = next(same, None)
    return folded.isco.get(first) if first else None


def _invites(folded: FoldedHistory, answer: AnswerReceived) -> bool:
    return answer.answer in INVITING_ANSWERS and folded.counts(answer)
