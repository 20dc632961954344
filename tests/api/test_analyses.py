"""Analyses over the API: computed in place, released by a second person, and read only then."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from service.api.analysis_examples import ANALYSIS_EXAMPLE
from service.api.examples import DRAFT_STUDY_EXAMPLE
from service.encryption.keyring import Keyring, new_keyring
from service.research.analyses import Analyses
from service.research.exports.studies import StudyServices
from service.research.storage.analyses import AnalysisStore
from service.research.storage.memberships import MembershipSealer
from tests.api.test_people import client_with_journey, service, staff, tell
from tests.api.test_studies import send
from tests.commands import command_json
from tests.http.running_service import Browser, RunningService

__all__ = ["service"]
