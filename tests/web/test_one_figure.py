"""One question, one number: what two pages say of a role on one day is printed alike, for every journey."""

from collections import Counter

from hypothesis import HealthCheck, given, settings

from domain.journey.events.weeks import monday_of
from projections.game.history import game_history
from projections.game.projection import GAME
from projections.game.roles import new_role_test_days
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.reveal import reveal_step
from projections.learning_model.tried_roles import tried_roles
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from projections.profile.view import RoleView
from projections.weeks.projection import WEEKS
from service.localization.translator import translator_for
from service.web.week import close_page
from tests.histories import History, histories
from tests.web.test_week_laws import loaded

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ENGLISH = translator_for("en")


@given(histories())
@long_histories
def test_the_profile_the_weeks_and_the_quests_count_the_same_roles_as_tried(history: History) -> None:
    folded = loaded(history)
    today, profile = history.today, folded.view(PROFILE)
    weeks = [one.monday for one in folded.view(WEEKS).weeks]
    closing = [close_page.build_close_page(folded, monday, translator=ENGLISH) for monday in weeks]
    new = {one.role_id for one in profile.roles if one.new}
    own_work = {one.role_id for one in profile.roles if one.new and one.distance == "same"}
    tried = tried_roles(folded.state(PROFILE), today)
    quest = new_role_test_days(game_history(folded.state(GAME), today))

    assert profile.scope.tried == len(tried) == sum(one.newly_tried for one in closing)
    days, of_new = Counter(quest), Counter(day for key, day in tried.items() if key in new)
    assert of_new <= days
    assert own_work or of_new == days


def printed(figures: BelievedFigures | RoleView) -> tuple[int, ...]:
    """Potential, appeal with its spread, and the chances, as every page prints them."""
    return tuple(map(round_half_up, (figures.promise, figures.appeal, figures.spread, 100 * figures.reach)))


@given(histories())
@long_histories
def test_a_role_has_the_same_figures_on_the_profile_the_reveal_and_the_week_s_end(history: History) -> None:
    folded = loaded(history)
    today = history.today
    state = folded.state(PROFILE)
    roles = {one.role_id: printed(one) for one in folded.view(PROFILE).roles}
    closing = close_page.build_close_page(folded, monday_of(today), translator=ENGLISH)
    reveals = {one: reveal_step(state, one, today) for one in state.steps}

    for reveal in reveals.values():
        shown = (*reveal.moved, *reveal.places, *((reveal.about,) if reveal.about else ()))
        assert {one.role_id: printed(one.now) for one in shown}.items() <= roles.items()
    if closing.running:
        assert {one.role_id: one.now for one in closing.roles}.items() <= {
            one: figures[0] for one, figures in roles.items()
        }.items()
        for move in (one for one in closing.moves if not one.earlier):
            assert (move.without, move.now) in {
                (round_half_up(one.before.promise), round_half_up(one.now.promise))
                for one in reveals[move.experiment_id].moved
                if one.before and one.title == move.role
            }
