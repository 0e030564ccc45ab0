"""`pult routing simulate`: given talks without a database, a day from the log with one; refusals in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pult import cli

CSV = "at,handling,topic\n" + "".join(f"09:{minute:02},{60 + minute},pay\n" for minute in range(60))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["routing", "simulate", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_given_talks_are_simulated_and_told_beside_erlang_c(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--rate", "60", "--handling", "120", "--operators", "3", "--count", "500")
    assert (code, err) == (0, "")
    for words in ("500 talks", "simulated", "Erlang C", "had to wait", "within 20.0 s", "longest queue", "operator 3"):
        assert words in out, out


def test_a_file_becomes_a_staffing_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (day := tmp_path / "day.csv").write_text(CSV, encoding="utf-8")
    words = ("--arrivals", str(day), "--operators", "2", "--chats", "2")
    code, out, _ = run(capsys, *words, "--staffing")
    assert code == 0 and "people for 80% within 20.0 s, 2 chats at once each" in out
    code, out, _ = run(capsys, *words, "--json", "--share", "95", "--within", "0")
    found = json.loads(out)
    (hour,) = found["hours"]
    assert (hour["hour"], hour["talks"], found["places"], found["talks"]) == (9, 60, 4, 60)
    assert hour["people"] >= 2 and sum(one["talks"] for one in found["people"]) == 60
    (rates := tmp_path / "rates.json").write_text('{"rates":{"9":30,"10":60},"handling":90}', encoding="utf-8")
    code, out, _ = run(capsys, "--arrivals", str(rates), "--operators", "3", "--json")
    assert {one["hour"] for one in json.loads(out)["hours"]} == {9, 10}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rate", "60", "--operators", "3"], "--rate needs --handling"),
        (["--rate", "60", "--handling", "60"], "--operators N"),
        (["--rate", "-1", "--handling", "60", "--operators", "3"], "--rate is talks an hour"),
        (["--rate", "nan", "--handling", "60", "--operators", "3"], "--rate is talks an hour"),
        (["--rate", "9", "--handling", "0", "--operators", "3"], "--handling is seconds"),
        (["--rate", "9", "--handling", "60", "--operators", "0"], "--operators is 1 to"),
        (["--rate", "9", "--handling", "60", "--operators", "3", "--chats", "0"], "--chats is 1 to"),
        (["--rate", "9", "--handling", "60", "--operators", "3", "--count", "0"], "--count is 1 to"),
        (["--rate", "9", "--handling", "60", "--operators", "3", "--share", "100"], "--share is percent"),
        (["--rate", "9", "--handling", "60", "--operators", "3", "--within", "-1"], "--within is seconds"),
        (["--arrivals", "/nowhere/day.csv", "--operators", "3"], "/nowhere/day.csv: No such file"),
        (["--day", "yesterday"], "--day looks like 2026-11-20"),
        (["--day", "9999-12-31"], "--day looks like"),
        (["--day", "2026-11-20", "--zone", "Mars"], "--zone: 'Mars' is not known"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("pult: ") and err.count("\n") == 1 and said in err
