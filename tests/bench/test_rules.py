"""The arithmetic that turns runs into a figure, and the figure into a record."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pult.bench.page import page
from pult.bench.rows import Bound, Row, judge, load, merged, reveals, save, table
from pult.bench.rules import Trial, median, order, quantile, run_trial, settle, spread


def test_base_and_product_take_turns_and_every_run_of_the_product_lies_between_two_of_the_base() -> None:
    assert order(3) == ["A", "B", "A", "B", "A", "B", "A"]
    with pytest.raises(ValueError, match="at least one"):
        order(0)


def test_both_sides_are_run_in_that_order() -> None:
    log: list[str] = []

    def run(side: str, figure: float) -> float:
        log.append(side)
        return figure

    trial = run_trial(2, base=lambda: run("A", 10.0), value=lambda: run("B", 5.0))
    assert log == ["A", "B", "A", "B", "A"]
    assert trial == Trial([10.0, 10.0, 10.0], [5.0, 5.0])


def test_a_steady_drift_of_the_machine_falls_out_of_the_ratios() -> None:
    trial = Trial(bases=[100.0, 90.0, 80.0], values=[95.0, 85.0])
    assert trial.ratios == [1.0, 1.0]


def test_the_control_is_how_far_the_base_differs_from_itself() -> None:
    assert Trial([100.0, 100.0, 100.0], [1.0, 1.0]).control == 0
    assert Trial([100.0, 110.0], [1.0]).control == pytest.approx(10 / 105)
    assert Trial([100.0, 110.0], [1.0]).counts
    assert not Trial([100.0, 115.0], [1.0]).counts


def test_a_restless_machine_gets_three_tries_and_a_quiet_one_a_single_try() -> None:
    restless, quiet = Trial([1.0, 2.0], [1.0]), Trial([1.0, 1.0], [1.0])
    assert settle(3, lambda: restless) == [restless] * 3
    assert settle(3, lambda: quiet) == [quiet]
    outcomes = iter([restless, quiet])
    assert settle(3, lambda: next(outcomes)) == [restless, quiet]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0], 0.99, 3.0),
        ([1.0, 2.0], 0.5, 1.5),
        ([5.0, 1.0, 3.0], 0.5, 3.0),
        ([0.0, 10.0], 0.99, 9.9),
        ([4.0, 2.0], 1.0, 4.0),
    ],
)
def test_quantiles_are_linear_between_neighbours(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


def test_median_spread_and_nothing_at_all() -> None:
    assert median([9.0, 1.0, 2.0]) == 2.0
    assert spread([9.0, 1.0, 2.0]) == (1.0, 9.0)
    with pytest.raises(ValueError, match="no values"):
        median([])


@pytest.mark.parametrize(
    ("value", "bound", "counts", "verdict"),
    [
        (0.5, Bound(0.5, at_least=True), True, "met"),
        (0.49, Bound(0.5, at_least=True), True, "missed"),
        (1.5, Bound(1.5, at_least=False), True, "met"),
        (1.6, Bound(1.5, at_least=False), True, "missed"),
        (9.0, Bound(0.5, at_least=True), False, "INCONCLUSIVE"),
    ],
)
def test_a_verdict_needs_a_control_that_counts(value: float, bound: Bound, counts: bool, verdict: str) -> None:
    assert judge(value, bound=bound, counts=counts) == verdict


def _row(**changes: object) -> Row:
    row = Row(
        id="G1",
        what="messages ÷ raw",
        unit="",
        value=0.61,
        spread=(0.58, 0.65),
        control=0.03,
        bound=Bound(0.5, at_least=True),
        verdict="met",
        cores="shared cores",
        command="make bench",
        machine={"kernel": "6.1", "load_average": [0.1, 0.2]},
        date="2026-11-22",
        detail={"raw_per_s": 6100.0, "sweep": {"1": 500.0}, "acked_lost": 0},
    )
    return msgspec.structs.replace(row, **changes)


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "results" / "latest.json"
    save([_row()], path=file)
    assert load(file) == [_row()]


@pytest.mark.parametrize(
    "detail",
    [
        {"where": "/home/anna/pult"},
        {"where": ["~/pult"]},
        {"deep": {"file": "see /tmp"}},
        {"a": "on testhost"},
        {"/etc": 1},
        {"w": "C:\\x"},
    ],
)
def test_a_record_with_a_path_or_a_host_name_is_found_out(detail: dict[str, object]) -> None:
    assert reveals(detail, host="testhost") is not None


@pytest.mark.parametrize("text", ["messages/s", "÷ raw", "x86_64, 2 cores", "testhosting", "1/2", "A/A"])
def test_figures_and_units_are_no_paths(text: str) -> None:
    assert reveals({"a": [text, 1, None]}, host="testhost") is None


def test_what_reveals_the_place_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="neither a path nor a host"):
        save([_row(detail={"folder": "/var/lib"})], path=tmp_path / "latest.json")
    assert list(tmp_path.iterdir()) == []


def test_a_new_row_takes_the_place_of_its_elder_and_the_others_stay() -> None:
    old = [_row(id="G1", date="2026-11-01"), _row(id="G3", date="2026-11-01")]
    found = merged(old, [_row(id="G3", date="2026-11-02"), _row(id="G8", date="2026-11-02")])
    assert [(row.id, row.date) for row in found] == [("G1", "2026-11-01"), ("G3", "2026-11-02"), ("G8", "2026-11-02")]


def test_quick_rows_are_marked_and_never_recorded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="quick"):
        save([_row(quick=True)], path=tmp_path / "latest.json")
    assert "G1 (quick)" in table([_row(quick=True)])


def test_an_inconclusive_row_shows_its_control_and_no_figure() -> None:
    shown = table([_row(value=None, verdict="INCONCLUSIVE", control=0.17)])
    assert "INCONCLUSIVE" in shown
    assert "17.0%" in shown
    assert "0.61" not in shown


def test_the_page_holds_the_table_the_date_the_command_the_machine_and_the_shared_cores() -> None:
    text = page([_row()])
    taken = ("2026-11-22", "make bench", "kernel: 6.1", "shared cores")
    for part in ("| G1 |", "0.58 … 0.65", "3.0%", "raw per s | 6,100", *taken):
        assert part in text
    assert reveals(text, host="testhost") is None
