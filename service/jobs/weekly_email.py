"""Sends the weekly e-mails whose hour has come, each at most once.

An e-mail is claimed before it is sent, so that a crash loses it rather than sending it twice. One that was certainly not accepted is tried
again that day, at growing intervals; one that cannot be sent that day is not sent later: a question about a week is of no use in the next.
Whether it is wanted, and may be said, and whether the claim is fresh, is looked at again in the transaction in which it is sent.
"""

import logging
from typing import TYPE_CHECKING

from domain.journey.events.weeks import monday_of
from projections.agenda.projection import AGENDA
from projections.agenda.reminders import may_remind
from projections.weeks.projection import WEEKS
from service.accounts.accounts import Accounts
from service.accounts.one_click import Subscription
from service.application.journeys import Journeys
from service.clock import Clock, stored_time_zone, utc_now
from service.email import emails
from service.email.background_sending import EmailSender
from service.email.mailer import DeliveryUnknown, InvalidMail, MailNotSent
from service.email.weekly_question import WeeklyQuestion, weekly_question
from service.read_models.weekly_emails import (
    ClaimedEmail,
    EmailOutcome,
    claim_weekly_emails,
    hold_weekly_email,
    weekly_email_time_zones,
)

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

CLAIM_SIZE = 10
"""E-mails that are claimed at a time: at most so many stay unsent when the service is killed."""

log = logging.getLogger(__name__)


class WeeklyEmailJob:
    """Sends what is due; runs every minute."""

    def __init__(
        self,
        workers: "WorkerPool",
        accounts: Accounts,
        journeys: Journeys,
        mailer: EmailSender,
        *,
        origin: str,
        now: Clock = utc_now,
    ) -> None:
        self._workers = workers
        self._accounts = accounts
        self._journeys = journeys
        self._mailer = mailer
        self._origin = origin
        self._now = now

    async def run_once(self) -> int:
        """Sends what is due now; returns how many e-mails were sent."""
        sent = 0
        for zone in await weekly_email_time_zones(self._workers):
            there = self._now().astimezone(stored_time_zone(zone))
            while page := await claim_weekly_emails(self._workers, zone, there, CLAIM_SIZE):
                for one in page:
                    sent += await self._send(one)
        return sent

    async def _send(self, one: ClaimedEmail) -> bool:
        """Sends one; a failure holds up no other."""
        try:
            async with hold_weekly_email(self._workers, one) as held:
                if not held.is_wanted:
                    return False
                outcome = await self._outcome(one)
                await held.settle(outcome)
                return outcome == "sent"
        except Exception as failure:
            log.warning("a weekly email was not sent: %s", type(failure).__name__)
            log.debug("weekly letters: the reason", exc_info=True)
            return False

    async def _outcome(self, one: ClaimedEmail) -> EmailOutcome:
        try:
            return "sent" if await self._send_if_it_may_be_said(one) else "not wanted"
        except DeliveryUnknown as failure:
            log.warning("a weekly email may have been sent: %s", failure)
            return "doubtful"
        except InvalidMail:
            return "given up"
        except MailNotSent as failure:
            log.warning("a weekly email was not sent: %s", failure)
            return "refused" if failure.may_go_later else "given up"

    async def _send_if_it_may_be_said(self, one: ClaimedEmail) -> bool:
        question = await self._question(one)
        person = await self._accounts.get_person(one.tenant_id, one.person_id)
        if question is None or person.email is None:
            return False
        await self._mailer.send(
            emails.weekly_email(
                person.email,
                person.locale,
                question,
                self._at(one, "week"),
                settings=self._at(one, "agenda"),
                unsubscribe=self._unsubscribe(one),
            )
        )
        return True

    async def _question(self, one: ClaimedEmail) -> WeeklyQuestion | None:
        folded = await self._journeys.load(one.journey_id, AGENDA, WEEKS, tenant_id=one.tenant_id)
        there = self._now().astimezone(stored_time_zone(folded.journey.time_zone))
        if not may_remind(folded.state(AGENDA), None, there):
            return None
        weeks = folded.view(WEEKS)
        monday = monday_of(weeks.on)
        return next((weekly_question(week) for week in weeks.weeks if week.monday == monday), None)

    def _unsubscribe(self, one: ClaimedEmail) -> str:
        subscription = Subscription(one.tenant_id, one.journey_id, one.person_id)
        return f"{self._origin}/unsubscribe/{self._accounts.unsubscribe_token(subscription)}"

    def _at(self, one: ClaimedEmail, page: str) -> str:
        return f"{self._origin}/journeys/{one.journey_id}/{page}"
