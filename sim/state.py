"""The state of one run as arrays: people, cases, agreements, the table, the world around them.

Facets are numbered 0 to 7 within a case, people by organisation; the process manager has the last place. The same
arrays serve compiled code; Mesa agents get their values in lists, and lists of lists: plain Python numbers.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np

FACETS = 8  # most facets of a case
DOMAINS = 3
CARE, SAFETY, SOCIAL = range(DOMAINS)
POOL = 6  # most people of an organisation
ORGANISATIONS = 12  # most organisations of a domain

# Status of a case.
ABSENT, REFERRED, WAITING, ACTIVE, SCALED_DOWN, SIMPLE = range(6)
# Stage of an agreement.
NONE, PENDING, RUNNING, WITHDRAWN = range(4)
# What a person knows of a facet.
HEARD, FIRST_HAND = 1, 2
# Grades of an intervention.
VOLUNTARY, PRESSURE, COMPULSION = range(3)

Array = Any  # an array or the same values in lists: both are indexed alike, [i][j]


class People(NamedTuple):
    """One value for each person, the process manager last."""

    domain: Array
    organisation: Array
    slot: Array  # stable number in the addresses of draws
    orientation: Array  # 0 client to 1 society
    competence: Array
    closeness: Array  # to the client, 0 to 1
    mandate_luck: Array  # has a mandate where below mandate.share
    commitment: Array
    caution: Array
    spirit: Array
    passivity: Array
    propensity: Array  # to trust, beside what others are like
    before: Array  # trust of a predecessor in each other person, while somebody new takes over
    lesson: Array  # what is left of what looking back together taught
    candour: Array  # how readily this person tells, drawn once, in standard deviations
    duty: Array  # how readily this person takes actions on
    diligence: Array  # how reliably this person does what was agreed
    hours: Array  # left this week
    needed: Array  # hours that running agreements ask this week
    load: Array  # facets to work on alone, as of last week
    share: Array  # hours for each of them this week
    spare: Array  # hours left for working alone
    trust: Array  # [i][j]: of i in j
    understanding: Array  # [i][j]: of how j works
    knowledge: Array  # [person][case][facet]: 0, HEARD or FIRST_HAND


class Organisations(NamedTuple):
    """One value for each organisation."""

    domain: Array
    slot: Array
    core: Array  # always invited
    invited: Array  # to the conference at hand
    face: Array  # person who comes for all cases, or -1 where each case has a face of its own
    regard: Array  # [one, other]: what its people add to their trust in those of the other


class Cases(NamedTuple):
    """One value for each case, in order of arrival; people and organisations by number."""

    identity: Array  # stable number in the addresses of draws
    arrival: Array  # week
    complex: Array
    status: Array
    severity: Array
    need: Array  # what the case needs, 0 client to 1 society
    consent: Array
    alliance: Array
    usual_alliance: Array
    risk: Array
    facets: Array  # how many
    last: Array  # week of the last conference, -1 before the first
    touched: Array  # week of the last conference or contact
    first_plan: Array  # week of the first joint plan, -1 before it
    calm: Array  # weeks of low risk in a row
    worker: Array  # [case, organisation]: who works with the client
    regular: Array  # [case, organisation]: who usually comes to the table
    met: Array  # [case, person]: was at its last conference
    circle: Array  # [case, place]: who was at its last conference, in order of number
    circle_size: Array


class Facets(NamedTuple):
    """One value for each facet of each case: [case][facet]."""

    weight: Array
    domain: Array  # that owns it
    owner: Array  # organisation, or -1 where the domain has none
    also: Array  # another organisation that knows of it, or -1
    unresolved: Array
    protected: Array
    joint: Array
    vacuum: Array
    housing: Array
    lone: Array  # its owner can work on it alone
    indication: Array
    recorded: Array  # can be looked up
    told: Array  # was ever told at a table
    undone: Array  # nobody found a way in the vacuum yet


class Agreements(NamedTuple):
    """The agreement on each facet: [case][facet]; how many are open: [case]."""

    open: Array
    stage: Array
    person: Array
    partner: Array  # or -1
    start: Array  # first week in which it can be done
    due: Array
    grade: Array
    imposed: Array
    worth: Array  # of the plan behind it
    groups: Array  # organisations at the table when it was made
    linked: Array  # brokering at the table when it was made
    acts: Array  # does the person act this week
    partner_acts: Array
    done: Array  # by the person
    partner_done: Array
    called: Array  # to account
    account: Array  # how well being called to account helps
    sought: Array  # whom the person seeks out this week, or -1


class Table(NamedTuple):
    """The conference at hand."""

    present: Array  # people in order of their number
    asked: Array  # the same people in the order in which they are asked
    approached: Array  # [0]: who is asked to think along, or sought out
    stance: Array  # view on what the case needs
    first_stance: Array  # before hearing the others
    trust: Array  # of each person in the others present
    understanding: Array  # of each person of those present from other domains
    newcomer: Array  # was not at this case's last conference while others were
    agrees: Array
    known: Array  # [facet]: 1 for information, less for advice alone
    informed: Array  # [facet]: by information
    withheld: Array  # [facet]
    advised: Array  # [facet]: somebody who withheld thought along
    holders: Array  # [facet] present who know it first hand
    dealt: Array  # [facet]: dealt with in the step at hand
    answers: Array  # [person, facet]
    numbers: Array  # by the constants below


# Places in Table.numbers.
(
    SIZE,
    MEAN_TRUST,
    CLOSED,
    KNOWN,
    PROPOSAL,
    IMPOSED,
    MINUTES,
    TRUST_IN_CHAIR,
    SPIRIT,
    WORTH,
    BROKERAGE,
    WITHHELD,
) = range(12)
# Places in World.climate.
MEDIA, CAPACITY, JOINT_LOGIC, SIMPLE_QUEUE, GRAVITY, SIGNALS_NOW, CHASED = range(7)


class World(NamedTuple):
    """Everything that a run changes, and its fixed sizes."""

    people: People
    organisations: Organisations
    cases: Cases
    facets: Facets
    agreements: Agreements
    table: Table
    climate: Array
    governance: Array  # by the order of sim.rules.govern.QUANTITIES
    signals: Array  # [week]: told to policy
    rates: Array  # [week]: cases expected to arrive
    arrivals: Array  # [week]: cases that arrive
    events: Array  # [week]: scheduled media events
    departs: Array  # [week]: the process manager leaves
    tally: Array  # [week][sim.week.tally]
    urgency: Array  # [case]: place in the queue for the agenda
    queued: Array  # [case]: waits for a place on the agenda
    bounds: Array  # [domain]: first person of each domain, and the end
    sums: Array  # [domain][domain]: sums over ties
    now: Array  # [0]: week, [1]: cases that have arrived
    members: int  # people without the process manager
    manager: int  # place of whoever runs the network, -1 where nobody does
    initial: int  # cases at the start
    slots: int  # more than the highest People.slot
    each: int  # people of an organisation
    network: bool  # False: every organisation alone


_MATRICES = ("trust", "understanding", "tally")  # that NumPy adds up


@cache
def _view_of(kind: type) -> type:
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]

    def arrays_of(view: Any) -> tuple[Any, ...]:
        values = ((name, getattr(view, name)) for name in names)
        return viewed, (kind(*(matrix_of(value) if _in_rows(name, value) else value for name, value in values)),)

    return type(f"{kind.__name__}View", (), {"__slots__": names, "__reduce__": arrays_of})


def viewed(arrays: Any) -> Any:
    """Return the same tree as plain Python is fastest with: lists for arrays, slots for named tuples.

    Rows of matrices that NumPy adds up are memory views, of which `matrix_of` makes one array at once. Rows of
    knowledge are bytes: there are thousands, and the garbage collector passes bytes by.
    """
    if isinstance(arrays, tuple):
        view = _view_of(type(arrays))()
        for name, value in zip(view.__slots__, arrays, strict=True):
            setattr(view, name, [row.data for row in value] if _in_rows(name, value) else viewed(value))
        return view
    if isinstance(arrays, np.ndarray):
        return _in_lists(arrays)
    return arrays


def _in_rows(name: str, values: Any) -> bool:
    return name in _MATRICES and len(np.shape(values[0])) == 1


def _in_lists(values: Any) -> Any:
    if values.ndim > 1 and values.dtype == np.uint8:
        return [_in_lists(part) for part in values]
    return bytearray(values) if values.dtype == np.uint8 else values.tolist()


def matrix_of(rows: Any) -> Any:
    """Return a copy of a matrix whose rows are memory views as an array of NumPy's."""
    return np.frombuffer(b"".join(rows)).reshape(len(rows), -1).copy()
