"""What a visitor of the workshop page may ask for: one table of numbers, each with its reason."""

from __future__ import annotations

MOST_WEEKS = 208  # four years; work and memory grow with it
LARGEST_SEED = 999_999_999
MOST_FIELDS = 600  # in an address; two worlds with every parameter changed take fewer
LONGEST_FIELD = 200  # characters, of a name or a value in an address
MOST_COMPLAINTS = 8  # told about one address; the rest is only counted

MOST_SESSIONS = 60  # open pages; each holds about a megabyte
MOST_MESSAGES_A_SECOND = 60  # of one session; a slider sends at most about 33
MOST_FILES = 4  # being made for one session; one takes up to a second, and all wait for another

PAIRS_MOVING = (40, 20, 10)  # while a slider moves: the first that fits the time; 10 give lines, but no verdict
PAIRS_AT_REST = (200, 100, 40)  # once it rests
PAIRS_A_TURN = (5, 40)  # least and most that are played before somebody else has a turn …
SECONDS_A_TURN = 0.3  # … which then takes at most about this long
SECONDS_MOVING = 1.0  # within which everybody who moves a slider should see it
SECONDS_AT_REST = 12.0  # within which everybody who waits should have all pairs
SECONDS_A_RUN = 0.002  # of Top X on two cores; taken until a world has been measured
SECONDS_A_PICTURE = 0.015  # what a picture takes besides playing
SECONDS_BETWEEN_PICTURES = 0.5  # of the same view, while it is refined

BYTES_OF_WORLDS = 160_000_000  # kept of played worlds; 200 runs of 104 weeks take 3.5 million
