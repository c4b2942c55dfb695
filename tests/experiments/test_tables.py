"""Tables for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import json
import math

from experiments.tables import aligned, as_csv, as_json


def test_columns_align_and_headings_stand_alone() -> None:
    rows = [("", "one", "in words"), ("a long heading of its own",), ("name", "12.5", "x")]
    assert aligned(rows, left=(0, 2)) == [
        "       one  in words",
        "a long heading of its own",
        "name  12.5  x",
    ]


def test_csv_in_english_reads_back_with_full_precision() -> None:
    text = as_csv([{"name": "a, b", "value": 0.1 + 0.2, "runs": 3, "none": math.nan, "left": None}], "en")
    assert text == 'name,value,runs,none,left\n"a, b",0.30000000000000004,3,,\n'


def test_csv_in_dutch_has_semicolons_and_decimal_commas_in_numbers_only() -> None:
    text = as_csv([{"name": "1.5 x; y", "value": -0.5, "runs": 1000}], "nl")
    assert text == 'name;value;runs\n"1.5 x; y";-0,5;1000\n'
    assert list(csv.reader(text.splitlines(), delimiter=";"))[1] == ["1.5 x; y", "-0,5", "1000"]


def test_json_has_null_for_what_is_no_number_and_keeps_letters() -> None:
    text = as_json({"a": [math.nan, 0.5], "b": {"c": math.inf}, "d": "cliënt", "e": (1, True, None)})
    assert json.loads(text) == {"a": [None, 0.5], "b": {"c": None}, "d": "cliënt", "e": [1, True, None]}
    assert "cliënt" in text
