"""The stage of the page: the answer in words, the number, both charts, and the outcomes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import numpy as np

from experiments.headlines import GROUPS
from experiments.words import Words
from experiments.workshop import charts, telling
from experiments.workshop.chart import Chart
from experiments.workshop.charts import Axis
from experiments.workshop.desk import Failure
from experiments.workshop.dialogs import opener
from experiments.workshop.factor import CHOSEN
from experiments.workshop.fan import Fan
from experiments.workshop.markup import Tag
from experiments.workshop.outcome_table import OutcomeTable
from experiments.workshop.picture import Picture
from experiments.workshop.session import Session
from experiments.workshop.telling import Table
from experiments.workshop.view import SHOWN, View
from sim.outcomes import OUTCOMES


class Stage:
    """What the room looks at."""

    def __init__(self, session: Session, words: Words) -> None:
        self._session, self._words = session, words
        self._axes: tuple[str, Axis, Axis] | None = None  # of which outcome, of the worlds, of their difference
        self._form: tuple[object, ...] = ()  # what a patch would not change
        self._cells: list[Tag] = []  # of the table of weeks
        with Tag("main", classes="stage") as self._main:
            with Tag("div", classes="head"):
                with Tag("div", classes="claim"):
                    self._answer = Tag("h1", words("page.calculating"), id="answer")
                    self._evidence = Tag("p", classes="evidence")
                with Tag("div", classes="number", data_testid="number"):
                    self._number = Tag("p", classes="big")
                    with Tag("div", classes="small"):
                        self._interval, self._of = Tag("p"), Tag("p")
            self._failure = self._make_failure()
            self._make_charts()
            self._make_key()
            self._outcomes = OutcomeTable(words)
            with Tag("p", classes="caveat small muted"):
                Tag("span", words("honesty.directions"))
                opener(words("page.terms"), "terms", "link")
            self._status = Tag("p", classes="visually-hidden", role="status", id="status")
        self._draw_nothing()

    def show(self, view: View) -> None:
        """Name the outcome that was chosen, before there is a picture of it."""
        self._outcome.set(value=view.outcome)
        self._unit.set_text(telling.unit(OUTCOMES[view.outcome], self._words))
        if view.equal:
            self._answer.set_text(self._words("workshop.told.equal"))
            self._evidence.set_text(telling.what_to_do(self._words))

    def draw(self, drawn: Picture | Failure) -> None:
        """Draw a picture and say what it shows; or say why there is none."""
        failed = isinstance(drawn, Failure)
        self._failure.set(hidden=not failed)
        if isinstance(drawn, Failure):
            self._reason.set_text(telling.failure_text(drawn, self._words))
            return
        self._main.classes(add="equal") if drawn.view.equal else self._main.classes(remove="equal")
        self._say(drawn)
        self._draw_charts(drawn)
        self._outcomes.show(drawn)
        if not drawn.moving:
            self._show_table(drawn)
        if drawn.complete and not drawn.moving:
            self._announce(drawn)

    def _make_failure(self) -> Tag:
        with Tag("div", classes="failure", role="alert", hidden=True) as failure:
            self._reason = Tag("p")
            again = Tag("button", self._words("page.again"), "button", type="button", data_testid="again")
            again.on("click", self._session.again)
        return failure

    def _make_charts(self) -> None:
        with Tag("div", classes="charts", id="charts"):
            with Tag("section", classes="worlds-chart"):
                with Tag("div", classes="chart-title"):
                    self._outcome = self._outcome_list()
                    self._unit = Tag("span", classes="small muted")
                self._summary = Tag("p", classes="visually-hidden")
                self._worlds = Chart("worlds-chart")
            with Tag("section", classes="difference-chart"):
                with Tag("div", classes="chart-title"):
                    Tag("h2", self._words("page.difference"))
                    self._unit_of_difference = Tag("span", classes="small muted")
                self._difference_summary = Tag("p", classes="visually-hidden")
                self._difference = Chart("difference-chart")
            self._table = Tag("div", classes="weeks", id="weeks", data_testid="weeks", tabindex="0")
            self._table.set(role="region", aria_label=self._words("page.table"))

    def _outcome_list(self) -> Tag:
        with Tag("select", classes="outcome", data_testid="outcome", aria_label=self._words("page.outcome")) as chosen:
            for group in GROUPS:
                with Tag("optgroup", label=self._words(f"group.{group}")):
                    for name in SHOWN:
                        if OUTCOMES[name].group == group:
                            Tag("option", OUTCOMES[name].title[self._words.language], value=name)
        chosen.on("change", lambda event: self._session.choose_outcome(event.args), js_handler=CHOSEN)
        return chosen

    def _make_key(self) -> None:
        words = self._words
        with Tag("div", classes="key"):
            signs = {"line": words("figure.median"), "half": words("figure.half"), "nine": words("figure.nine")}
            for sign, text in signs.items():
                with Tag("span"):
                    Tag("i", classes=f"sign {sign}", aria_hidden="true")
                    Tag("span", text)
            Tag("span", classes="space")
            shown = Tag("button", words("page.as_table"), "link", type="button", data_testid="as-table")
            shown.set(aria_controls="weeks", aria_pressed="false")
            shown.on("click", js_handler=_TURN_TABLE)
            self._pairs = Tag("span", classes="pairs", data_testid="pairs")

    def _draw_nothing(self) -> None:
        """Draw the axes, so that they stand there before anything was played."""
        weeks = int(self._session.view.value("a", "run.weeks"))
        nothing = Fan(np.full((5, weeks), np.nan))
        outcome = OUTCOMES[self._session.view.outcome]
        self._worlds.draw(charts.worlds_chart(nothing, None, Axis.of_worlds([nothing]), outcome, self._words))
        if not self._session.view.equal:
            axis = Axis.of_difference(nothing)
            self._difference.draw(charts.difference_chart(nothing, axis, outcome, self._words))
        self._pairs.set_text(self._words("page.calculating"))

    def _say(self, picture: Picture) -> None:
        words = self._words
        told: list[tuple[Tag, Callable[..., str]]] = [
            (self._answer, telling.answer),
            (self._evidence, telling.evidence),
            (self._number, telling.number),
            (self._interval, telling.interval),
            (self._of, telling.unit_of_number),
            (self._pairs, telling.pairs_text),
        ]
        for tag, tell in told:
            tag.set_text(tell(picture, words))
        self._unit.set_text(telling.unit(picture.main.outcome, words))
        self._unit_of_difference.set_text(telling.unit_of_difference(picture.main.outcome, words))

    def _draw_charts(self, picture: Picture) -> None:
        """Draw what changed, unless something else than values did."""
        outcome, words = picture.main.outcome, self._words
        worlds, difference = self._axes_for(picture)
        b = None if picture.view.equal else picture.b
        form = (outcome.name, b is None, picture.a.weeks)
        anew = form != self._form or not picture.moving
        self._form, self._axes = form, (outcome.name, worlds, difference)
        for chart, options in (
            (self._worlds, charts.worlds_chart(picture.a, b, worlds, outcome, words)),
            (self._difference, charts.difference_chart(picture.difference, difference, outcome, words)),
        ):
            chart.draw(options) if anew else chart.patch(charts.patch(options))

    def _axes_for(self, picture: Picture) -> tuple[Axis, Axis]:
        """Return both axes: those that stand there, grown where needed, until all pairs of a view at rest are in."""
        fans = [picture.a] if picture.view.equal else [picture.a, picture.b]
        settled = picture.complete and not picture.moving
        if settled or self._axes is None or self._axes[0] != picture.view.outcome:
            return Axis.of_worlds(fans), Axis.of_difference(picture.difference)
        _, worlds, difference = self._axes
        return worlds.grown(fans), difference.grown([picture.difference])

    def _show_table(self, picture: Picture) -> None:
        """Write the weeks in the cells of the table, which is made anew only where it gets another shape."""
        found = telling.weeks_table(picture, self._words)
        texts = [*found.columns, *chain.from_iterable(found.rows)]
        if len(texts) != len(self._cells):
            self._make_table(found)
        for cell, text in zip(self._cells, texts, strict=True):
            cell.set_text(text)

    def _make_table(self, found: Table) -> None:
        self._table.clear()
        with self._table, Tag("table"):
            with Tag("thead"), Tag("tr"):
                self._cells = [Tag("th", scope="col") for _ in found.columns]
            with Tag("tbody"):
                for row in found.rows:
                    with Tag("tr"):
                        self._cells += [Tag("th", scope="row"), *(Tag("td") for _ in row[1:])]

    def _announce(self, picture: Picture) -> None:
        """Tell those who cannot see it what came out: once, at rest."""
        words = self._words
        if picture.view.equal:
            self._status.set_text(f"{telling.answer(picture, words)} {telling.evidence(picture, words)}")
            return
        told = (telling.answer, telling.evidence, telling.number, telling.interval)
        self._status.set_text(" ".join(tell(picture, words) for tell in told))
        self._summary.set_text(telling.chart_summary(picture, words))
        self._difference_summary.set_text(telling.difference_summary(picture, words))


_TURN_TABLE = """(event) => {
  const shown = document.getElementById("charts").classList.toggle("as-table");
  event.currentTarget.setAttribute("aria-pressed", shown);
}"""
