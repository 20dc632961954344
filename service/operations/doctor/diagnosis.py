"""What an examination found: one line for each thing that was looked at."""

from typing import Literal

from msgspec import Struct

Verdict = Literal["well", "warning", "fault"]


class Diagnosis(Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    about: str
    """What was looked at, such as `keys`."""
    verdict: Verdict
    found: str
    """A sentence."""
    advice: str = ""
    """What to do; empty if all is well."""

    def describe(self) -> str:
        """One line for a person."""
        return f"{self.about}: {self.verdict}: {self.found}" + (f" {self.advice}" if self.advice else "")


def well(about: str, found: str) -> Diagnosis:
    """Nothing to do."""
    return Diagnosis(about=about, verdict="well", found=found)


def warning(about: str, found: str, advice: str) -> Diagnosis:
    """It works, and an operator should know."""
    return Diagnosis(about=about, verdict="warning", found=found, advice=advice)


def fault(about: str, found: str, advice: str) -> Diagnosis:
    """It does not work."""
    return Diagnosis(about=about, verdict="fault", found=found, advice=advice)
