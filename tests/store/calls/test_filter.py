"""The clauses of a filter: every condition has one, and a query contains only those that are set."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.filter import CONDITIONS
from callerid_dash.store.calls.filter import EVERY_CALL, filtered
from callerid_dash.store.engine.queries import load_queries

IN_OTHERS = {"from", "to", "weekday", "hour", "user"}
"""Conditions that become the range, `hours` and `extensions`."""


@pytest.mark.parametrize("dialect", ["duckdb", "postgresql"])
def test_every_condition_has_its_clause_and_one_of_yes_or_no_has_both(dialect: str) -> None:
    clauses = {each.name for each in CONDITIONS} - IN_OTHERS | {
        "hours",
        "extensions",
        "visibility",
        "standings",
        "callers",
    }
    clauses |= {f"not_{each.name}" for each in CONDITIONS if each.type is bool}
    assert {f"filter.{name}" for name in clauses} <= load_queries(dialect).keys()


def test_a_query_has_the_clauses_that_are_set_and_no_others() -> None:
    queries = load_queries("duckdb")
    assert "AND TRUE" in queries["call_log.page"]
    asked = EVERY_CALL.also(line="2001", known=False, queue=None)
    text = queries[filtered("call_log.page", asked)]
    assert "(c.line = CAST($line AS TEXT)) AND (c.number IS NOT NULL AND c.profile_id IS NULL)" in text
    assert "queue" not in text
    assert "{{" not in text


def test_a_report_takes_the_clauses_of_what_is_measured_first() -> None:
    queries, asked = load_queries("duckdb"), EVERY_CALL.also(wait_over=5)
    assert "c.wait > " in queries[filtered("reports.percentiles", asked)]
    assert "c.answered_at" in queries[filtered("call_log.page", asked)]


def test_clauses_are_equal_where_they_ask_the_same_and_can_be_taken_off() -> None:
    assert EVERY_CALL.also(line="2001", queue=None) == EVERY_CALL.also(line="2001")
    assert EVERY_CALL.also(line="2001").without("line") == EVERY_CALL
