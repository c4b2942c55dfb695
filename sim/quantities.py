"""What somebody who is asked can compare: quantities of a single episode, or of the person; NaN for nothing to go by.

Every quantity is of the respondent's own memory, and a question compares two of them, so that nothing is there to be
tuned.
"""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sim.episode import Episode
from sim.meeting import HOUSING, OBSTACLES, Meeting, mean
from sim.memory import Memory, understanding_across
from sim.state import CARE, SAFETY, World
from sim.week.decide import NO_PLAN, NO_TIME

_WORLDS = (CARE, SAFETY)


@dataclass(frozen=True)
class Respondent:
    """Somebody who is asked at the end of a week: a memory, what of it comes to mind, and the world as it stands."""

    memory: Memory
    recalled: tuple[Episode, ...]  # the first one to come to mind first
    world: World

    @property
    def place(self) -> int:
        """Return the person's place."""
        return self.memory.place

    def organisation(self, person: int) -> int:
        """Return the number of somebody's organisation, -1 for whoever runs the network."""
        return int(self.world.people.organisation[person])

    def domain(self, person: int) -> int:
        """Return the number of somebody's domain."""
        return int(self.world.people.domain[person])


OfEpisode = Callable[[Respondent, Episode], float]
OfPerson = Callable[[Respondent], float]
OF_EPISODES: dict[str, OfEpisode] = {
    "joint_plan": lambda one, episode: float(episode.meeting.joint_plan),
    "no_joint_plan": lambda one, episode: float(episode.meeting.plan >= 0 and not episode.meeting.joint_plan),
    "steering_hours": lambda one, episode: episode.meeting.steering_hours,
    "free_hours": lambda one, episode: episode.free_hours,
    "known": lambda one, episode: float(episode.known),
    "unknown": lambda one, episode: float(episode.unknown),
    "backed": lambda one, episode: float(episode.backed),
    "refused": lambda one, episode: float(episode.refused),
    "tasks_as_expected": lambda one, episode: float(episode.tasks_as_expected),
    "tasks_otherwise": lambda one, episode: float(episode.tasks_otherwise),
    "occasions_taken": lambda one, episode: float(episode.meeting.occasions_taken),
    "occasions_let_pass": lambda one, episode: float(episode.meeting.occasions_let_pass),
    "across_domains": lambda one, episode: float(episode.meeting.domains > 1),
    "within_a_domain": lambda one, episode: float(episode.meeting.domains <= 1),
}
OF_PEOPLE: dict[str, OfPerson] = {
    "commitment_at_entry": lambda one: one.memory.commitment,
    "commitment": lambda one: float(one.world.people.commitment[one.place]),
    "understanding_at_entry": lambda one: one.memory.understanding,
    "understanding": lambda one: understanding_across(one.world, one.place),
}


def of_episodes(function: OfEpisode) -> OfEpisode:
    """Make a function of a respondent and an episode a quantity that questions can name."""
    OF_EPISODES[function.__name__] = function
    return function


def of_people(function: OfPerson) -> OfPerson:
    """Make a function of a respondent a quantity that questions can name."""
    OF_PEOPLE[function.__name__] = function
    return function


# Views.


@of_episodes
def host_from_own_view(one: Respondent, episode: Episode) -> float:
    """How far the outlook of whoever runs the network lies from the view that one brought."""
    return abs(episode.meeting.outlook - episode.meeting.views.get(one.place, math.nan))


@of_episodes
def host_from_other_views(one: Respondent, episode: Episode) -> float:
    """How far it lies from the views that people of other domains brought, on average."""
    return mean([abs(episode.meeting.outlook - view) for view in _views_of_other_domains(one, episode)])


@of_episodes
def views_between_worlds(one: Respondent, episode: Episode) -> float:
    """Mean distance of the views that people of care and people of safety brought."""
    care, safety = (_views_of(one, episode, world) for world in _WORLDS)
    return mean([abs(view - other) for view in care for other in safety])


@of_episodes
def views_within_a_world(one: Respondent, episode: Episode) -> float:
    """Mean distance of the views that people within either world brought."""
    inside = (_views_of(one, episode, world) for world in _WORLDS)
    return mean([abs(view - other) for views in inside for place, view in enumerate(views) for other in views[:place]])


@of_episodes
def conceded(one: Respondent, episode: Episode) -> float:
    """1 for having agreed to what lay further from one's own view than from those of other domains."""
    return float(_against_own_view(one, episode) and one.place in episode.meeting.agreed)


@of_episodes
def held_on(one: Respondent, episode: Episode) -> float:
    """1 for not having agreed to what lay further from one's own view than from those of other domains."""
    return float(_against_own_view(one, episode) and one.place not in episode.meeting.agreed)


def _against_own_view(one: Respondent, episode: Episode) -> bool:
    meeting = episode.meeting
    own, others = meeting.views.get(one.place, math.nan), mean(_views_of_other_domains(one, episode))
    return meeting.voted and abs(meeting.proposal - own) > abs(meeting.proposal - others)  # False where one is NaN


def _views_of(one: Respondent, episode: Episode, domain: int) -> list[float]:
    return [view for person, view in episode.meeting.views.items() if one.domain(person) == domain]


def _views_of_other_domains(one: Respondent, episode: Episode) -> list[float]:
    own = one.domain(one.place)
    return [view for person, view in episode.meeting.views.items() if one.domain(person) != own]


# Who is there, and what is in whose hands.


@of_episodes
def in_other_hands(one: Respondent, episode: Episode) -> float:
    """Weight of what was open that one's own organisation could not work on alone."""
    return episode.meeting.open_weight - in_own_hands(one, episode)


@of_episodes
def in_own_hands(one: Respondent, episode: Episode) -> float:
    """Weight of what was open that one's own organisation could work on alone."""
    return episode.meeting.alone.get(one.organisation(one.place), 0.0)


@of_episodes
def people_with_a_part(one: Respondent, episode: Episode) -> float:
    """People at the table whose organisation owned or shared in something that was open."""
    meeting = episode.meeting
    return float(sum(one.organisation(person) in meeting.involved for person in meeting.members))


@of_episodes
def people_without_a_part(one: Respondent, episode: Episode) -> float:
    """People at the table whose organisation did not."""
    return episode.meeting.people - people_with_a_part(one, episode)


@of_episodes
def right_people_there(one: Respondent, episode: Episode) -> float:
    """Organisations needed for what was open that were there by somebody who knew the group and could decide."""
    meeting = episode.meeting
    unfit = meeting.newcomers | set(meeting.referred_home)
    return float(len(meeting.needed & {one.organisation(person) for person in set(meeting.members) - unfit}))


@of_episodes
def right_people_lacking(one: Respondent, episode: Episode) -> float:
    """Organisations needed for what was open of which nobody was there who knew the group and could decide."""
    return len(episode.meeting.needed) - right_people_there(one, episode)


# What people did.


@of_episodes
def good_turns_of_others(one: Respondent, episode: Episode) -> float:
    """Others who told something, thought along where they could not, or did what was agreed; as often as they did."""
    return float(_turns(_good(episode.meeting), lambda person: person != one.place))


@of_episodes
def bad_turns_of_others(one: Respondent, episode: Episode) -> float:
    """Others who withheld something, passed an action on, or left undone what was agreed; as often as they did."""
    return float(_turns(_bad(episode.meeting), lambda person: person != one.place))


@of_episodes
def information_acts(one: Respondent, episode: Episode) -> float:
    """What people told the table, and one's own contacts between meetings."""
    return float(len(episode.meeting.told) + episode.contacts)


@of_episodes
def joint_acts(one: Respondent, episode: Episode) -> float:
    """A joint plan, thinking along, carrying out what was agreed (as in joint_effort)."""
    meeting = episode.meeting
    return float(meeting.joint_plan + len(meeting.thought_along) + len(meeting.kept))


@of_episodes
def in_order(one: Respondent, episode: Episode) -> float:
    """What structure is for, and went well: who was needed was there, what was told is on record, promises kept."""
    meeting = episode.meeting
    return float(_needed_present(one, meeting) + meeting.on_record + len(meeting.kept))


@of_episodes
def slipped(one: Respondent, episode: Episode) -> float:
    """What structure is for, and went wrong: who was needed was absent, no record, promises broken, no time."""
    meeting = episode.meeting
    absent = len(meeting.needed) - _needed_present(one, meeting)
    return float(absent + meeting.off_record + len(meeting.broke) + meeting.out_of_time)


def _needed_present(one: Respondent, meeting: Meeting) -> int:
    return len(meeting.needed & {one.organisation(person) for person in meeting.members})


def _good(meeting: Meeting) -> list[int]:
    return meeting.told + meeting.thought_along + meeting.kept


def _bad(meeting: Meeting) -> list[int]:
    return meeting.withheld + meeting.passed_on + meeting.broke


def _turns(acts: list[int], counts: Callable[[int], bool]) -> int:
    return sum(counts(person) for person in acts)


# What stalls.


@of_episodes
def stalled_outside(one: Respondent, episode: Episode) -> float:
    """Facets that stalled on something beyond the table: home, the law, housing, an indication."""
    return float(len(episode.meeting.stalls))


@of_episodes
def stalled_inside(one: Respondent, episode: Episode) -> float:
    """Times that it stalled at the table: no plan, no time, an action passed on."""
    meeting = episode.meeting
    return float((meeting.plan in (NO_PLAN, NO_TIME)) + len(meeting.passed_on))


@of_episodes
def stalled_on_housing(one: Respondent, episode: Episode) -> float:
    """Facets that stalled on a home that was not found."""
    return float(_stalled_on(episode, HOUSING))


@of_episodes
def stalled_on_another(one: Respondent, episode: Episode) -> float:
    """Facets that stalled on that one of the other obstacles on which most did."""
    return float(max(_stalled_on(episode, obstacle) for obstacle in OBSTACLES if obstacle != HOUSING))


def _stalled_on(episode: Episode, obstacle: str) -> int:
    return sum(kind == obstacle for kind, _ in episode.meeting.stalls)


# What is true of the person.


@of_people
def trust_gained_in_the_worst(one: Respondent) -> float:
    """Trust gained in the organisation of the worst that comes to mind; 0 where nothing bad does."""
    worst = _worst(one)
    return float(one.memory.gained[:, worst].sum()) if worst is not None else 0.0


@of_people
def trust_lost_in_the_worst(one: Respondent) -> float:
    """Trust lost in the organisation of the worst that comes to mind; 0 where nothing bad does."""
    worst = _worst(one)
    return float(one.memory.lost[:, worst].sum()) if worst is not None else 0.0


def _worst(one: Respondent) -> int | None:
    """Return the organisation that in a recalled episode did most harm, less good; of equals the first recalled."""
    chosen, most = None, 0
    own = one.organisation(one.place)
    for episode in one.recalled:
        balance = Counter(one.organisation(person) for person in _bad(episode.meeting))
        balance.subtract(one.organisation(person) for person in _good(episode.meeting))
        for organisation in sorted(balance):
            if organisation != own and balance[organisation] > most:
                chosen, most = organisation, balance[organisation]
    return chosen


@of_people
def share_of_good_turns_met_informally(one: Respondent) -> float:
    """Of what others did in the episodes recalled, the share of good turns by those whom one met informally as well."""
    return _share_of_good_turns(one, lambda person: person in one.memory.mingled)


@of_people
def share_of_good_turns_never_met_informally(one: Respondent) -> float:
    """The same by those whom one never met informally."""
    return _share_of_good_turns(one, lambda person: person not in one.memory.mingled)


def _share_of_good_turns(one: Respondent, counts: Callable[[int], bool]) -> float:
    def of_others(person: int) -> bool:
        return person != one.place and counts(person)

    good, bad = (
        sum(_turns(turns(episode.meeting), of_others) for episode in one.recalled) for turns in (_good, _bad)
    )
    return good / (good + bad) if good + bad else math.nan
