"""Elin's journey: a conversation that moved her roles, an application with its replies, and a no; and what a page shows of it."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from domain.journey.commands.allies import InviteAlly
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    NameCriterion,
    OddsSignalInput,
    StrengthInput,
)
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    NextStepInput,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput
from domain.journey.commands.network import AddContact, ContactInput, EmployerInput
from domain.journey.commands.refusals import AgreeFeedback
from domain.journey.commands.roles import NewRoleInput
from domain.vocabulary import ApproachAnswer
from tests.web.running_pages import Shown, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, outcome, plan, start, trade, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
"""A Wednesday."""
SUNDAY = TODAY - timedelta(days=3)
TALK = f"{AT}/steps/{uid('johan')}"
REVEAL = f"{TALK}/reveal"
ADVISER, QUALITY, LEAD = "energy adviser", "quality coordinator", "team lead"
JOHAN = ContactInput(contact_id=uid("Johan"), tie="weak", in_role=True, can_hire=True, name="Johan")
LINDOME = EmployerInput(employer_id=uid("Lindome"), name="Lindome Omsorg")


def elin() -> list[Any]:
    """Three roles, of which energy adviser is third, and priorities."""
    return [
        start(called="Elin"),
        discover(QUALITY, starting_appeal=7, distance="same"),
        discover(LEAD, starting_appeal=7),
        discover(ADVISER, starting_appeal=5),
        *(
            NameCriterion(happened_on=MONDAY, criterion_id=uid(name), wording=name)
            for name in ("variety", "travel time", "pay")
        ),
    ]


def planned(**more: Any) -> Any:
    """A conversation with Johan, with all guesses."""
    guesses: dict[str, Any] = {
        "hypothesis": "They only want people with a degree.",
        "forecast": ForecastInput(appeal=5, five_tries="perhaps"),
        "plan": IfThenPlanInput(when="after lunch", where="their office"),
        "dread_before": 7,
        "feared": "that I would waste his time",
    }
    return plan("johan", "conversation", ADVISER, SUNDAY, contact=JOHAN, **(guesses | more))


def ran(**more: Any) -> Any:
    told: dict[str, Any] = {"happened_on": TODAY, "experiment_id": uid("johan"), "dread_after": 2}
    return RunExperiment(**(told | more))


def concluded(next_step: NextStepInput | None = None, **learned: Any) -> Any:
    return ConcludeExperiment(
        happened_on=TODAY,
        experiment_id=uid("johan"),
        conclusion="I can do this",
        learned=LearningInput(**learned),
        next_step=next_step,
    )


HEARD = (OddsSignalInput(signal="fresh_outsider_from_hirer"), OddsSignalInput(signal="asked_for_cv"))
CV = NextStepInput(what="Send it before Tuesday.", due=TODAY + timedelta(days=5))
CALC = "The calculations can be learned."


def talk() -> list[Any]:
    """A conversation that moved, taught and surprised."""
    return [
        *elin(),
        planned(),
        ran(note=CALC, fear="did_not"),
        concluded(
            CV,
            appeal=9,
            odds=HEARD,
            tradeoffs=(trade("variety", "travel time"),),
            strengths=(StrengthInput(strength_id=uid("asks"), wording="Asks on", witness="contact"),),
            gaps=(GapInput(gap_id=uid("licence"), wording="a driving licence", closable=True),),
            roles=(NewRoleInput(role_id=uid("planner"), title="route planner", distance="far"),),
        ),
    ]


def bare_talk(**more: Any) -> list[Any]:
    """A conversation without guesses that was concluded, with nothing that comes next."""
    quiet = {"hypothesis": None, "forecast": None, "plan": None, "dread_before": None, "feared": None}
    return [*elin(), planned(**(quiet | more)), ran(dread_after=None), concluded()]


SENT = day(7)


def application(**more: Any) -> list[Any]:
    told = plan("letter", "application", ADVISER, SENT, employer=LINDOME, **more)
    return [*elin(), told, *outcome("letter", SENT)]


def replied(answer: ApproachAnswer, on: date = TODAY, close: bool | None = None) -> Any:
    return RecordAnswer(happened_on=on, experiment_id=uid("letter"), answer=answer, close=close)


OVE = [
    AddContact(happened_on=MONDAY, contact_id=uid("Ove"), name="Ove", tie="strong", phone="070-123 45 67"),
    InviteAlly(happened_on=MONDAY, contact_id=uid("Ove"), how_to_help="Call me any evening."),
]


def refused(on: date = TODAY) -> list[Any]:
    """A no after an interview at which the client was told that they may call."""
    interview = plan(
        "letter",
        "interview",
        QUALITY,
        day(6),
        employer=LINDOME,
        forecast=ForecastInput(appeal=6, invited=0.65),
    )
    agreed = AgreeFeedback(happened_on=day(6), experiment_id=uid("letter"))
    no = replied("rejected_after_interview", on, close=True)
    return [*elin(), *OVE, interview, *outcome("letter", day(6)), agreed, no]


EVERY = {
    "talk": (talk(), "johan"),
    "bare": (bare_talk(), "johan"),
    "called off": (
        [*elin(), planned(), CancelExperiment(happened_on=TODAY, experiment_id=uid("johan"))],
        "johan",
    ),
    "application": (application(), "letter"),
    "invitation": ([*application(), replied("invited")], "letter"),
    "rejection": (refused(), "letter"),
    "unseen": ([*application(), replied("rejected_unseen")], "letter"),
}


async def revealed(*told: Any, of: str = "johan", on: date = TODAY, just: bool = False) -> Shown:
    """The page of a step of a journey; `just` after a form, else when it is opened again."""
    async with pages() as service:
        service.clock.now += on - TODAY
        await service.tell(told)
        return await service.get(f"{AT}/steps/{uid(of)}/reveal", **({"at": "1"} if just else {}))


def heading(shown: Shown) -> str:
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", shown.html)
    assert found
    return found[1].replace("&#39;", "'")


def main_actions(shown: Shown) -> list[str]:
    """What the main buttons of a page say."""
    main = shown.html[shown.html.index("<main") : shown.html.index("</main>")]
    buttons = re.findall(r"<(?:button|a)([^>]*)>([^<]*)</(?:button|a)>", main)
    return [
        text
        for tag, text in buttons
        if ('class="button"' in tag or ("href" not in tag and "class" not in tag)) and text.strip()
    ]


class OutsideDetails(HTMLParser):
    """Reads what stands open in the main part of a page, without links that dial."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"main", "details", "form"}:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"main", "details", "form"}:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within and "details" not in self._within:
            self.texts.append(data)


def open_text(html: str) -> str:
    reader = OutsideDetails()
    reader.feed(html)
    return " ".join(" ".join(reader.texts).split())
