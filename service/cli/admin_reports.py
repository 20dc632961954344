"""Reports of `soundings admin`, as sentences and as JSON."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import AccountRole
from service.accounts.organisation_directory import Organisation
from service.accounts.people import AccountStatus, Person


class InvitationReport(Struct, frozen=True, kw_only=True):
    """Somebody was invited."""

    organisation_id: UUID
    person_id: UUID
    role: AccountRole
    expires_at: datetime
    sent: bool
    """By email: then the link is in the email and nowhere else."""
    link: str | None

    def describe(self) -> tuple[str, ...]:
        until = f"{self.expires_at:%Y-%m-%d %H:%M} UTC"
        if self.sent:
            return (f"The invitation was sent by email. Its link works once, until {until}.",)
        sentence = f"No mail server is set (SOUNDINGS_SMTP_URL). Pass on this link yourself. It works once, until {until}:"
        return (sentence, self.link or "")


class PersonReport(Struct, frozen=True, kw_only=True):
    """A person of the organisation."""

    person_id: UUID
    name: str | None
    email: str | None
    roles: list[AccountRole]
    invited_as: list[AccountRole]
    standing: AccountStatus
    second_proofs: list[str]

    def describe(self) -> tuple[str, ...]:
        invited = [f"invited as {role}" for role in self.invited_as]
        # Whoever has only been invited is said to be so once.
        standing = [] if invited and self.standing == "invited" else [self.standing]
        described = [*standing, *self.roles, *invited] if self.roles or invited else [*standing, "no role"]
        if self.second_proofs:
            described.append(f"with {' and '.join(self.second_proofs)}")
        who = f"{self.name or '(no name yet)'} <{self.email or 'unreadable'}>"
        return (f"{self.person_id}  {who}: {', '.join(described)}",)


class OrganisationReport(Struct, frozen=True, kw_only=True):
    """An organisation."""

    organisation_id: UUID
    name: str
    created_at: datetime

    def describe(self) -> tuple[str, ...]:
        return (f"{self.organisation_id}  {self.name}, since {self.created_at:%Y-%m-%d}",)


class ChangeReport(Struct, frozen=True, kw_only=True):
    """A change of a person's account."""

    person_id: UUID
    change: str

    def describe(self) -> tuple[str, ...]:
        return (f"{self.person_id}: {self.change}",)


def person_report(person: Person) -> PersonReport:
    return PersonReport(
        person_id=person.person_id,
        name=person.name,
        email=person.email,
        roles=sorted(person.roles),
        invited_as=sorted(person.invited_as),
        standing=person.standing,
        second_proofs=sorted(person.factors),
    )


def organisation_report(organisation: Organisation) -> OrganisationReport:
    return OrganisationReport(
        organisation_id=organisation.tenant_id, name=organisation.name, created_at=organisation.created_at
    )
