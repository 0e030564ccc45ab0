"""A folder writes only into its own schema, and reads of others only what they publish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import sql
from tests.support.sql import Use

PULT = Path(__file__).parents[1] / "pult"
SCHEMA = "\n".join(path.read_text() for path in sorted((PULT / "schema").glob("*.sql")))
FUNCTIONS = dict(sql.functions_in(SCHEMA))
TABLES = sql.tables_in(SCHEMA)
PUBLISHED = {
    "contacts.contact": "names beside a talk",
    "contacts.identity": "whether who writes is proven, beside a talk",
    "contacts.profile": "what is told about who writes, in an open talk",
    "gateway.channel": "by which channel a talk came",
    "operators.operator": "names of holders",
    "operators.face": "what visitors see of a holder",
    "conversations.conversation": "rows of lists",
    "conversations.guest": "who was asked into a talk, in rows of lists and where it is decided who sees it",
    "conversations.reader": "how far each operator has read, in rows of lists",
    "kit.installation": "the generation that every cursor carries",
}
"""What a folder lets others read in joins, and what for. Shrinking this is progress; growing it is a decision."""
UNOWNED = {"kit": {"public.pult_migration"}}
"""Tables in no schema of a folder, and whose they are."""


def strangers(owner: str, text: str) -> list[Use]:
    """What a folder may not do in this SQL."""
    wrong = []
    for use in sql.uses(text, tables=TABLES, functions=set(FUNCTIONS)):
        own = use.table.startswith(f"{owner}.") or use.table in UNOWNED.get(owner, set())
        if not own and not (use.how == "read" and use.table in PUBLISHED):
            wrong.append(use)
    return sorted(wrong)


def owner_of(path: Path) -> str:
    """The folder below pult/; a file directly in it owns nothing."""
    inner = path.relative_to(PULT).parts
    return inner[0] if len(inner) > 1 else "-"


def test_every_table_belongs_to_the_folder_of_its_schema() -> None:
    assert len(TABLES) >= 15
    assert [table for table in TABLES if not (PULT / table.split(".")[0] / "__init__.py").exists()] == []
    assert set(PUBLISHED) <= TABLES


def test_python_touches_only_its_own_tables_and_what_others_publish() -> None:
    wrong: list[str] = []
    seen: set[Use] = set()
    for path in sorted(PULT.rglob("*.py")):
        if owner_of(path) == "bench":  # measures the product from outside, with tables of its own
            continue
        for line, text in sql.of_python(path):
            seen |= sql.uses(text, tables=TABLES, functions=set(FUNCTIONS))
            where = f"{path.relative_to(PULT.parent)}:{line}"
            wrong += [f"{where} {use.how} {use.table}" for use in strangers(owner_of(path), text)]
    assert wrong == []
    # The reader does read.
    assert {"conversations.entry", "contacts.identity", "operators.session", "kit.job"} <= {use.table for use in seen}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_in_the_database_keeps_to_the_tables_of_its_schema(name: str) -> None:
    assert strangers(name.split(".")[0], FUNCTIONS[name]) == []


def test_no_foreign_key_crosses_the_border_of_a_schema() -> None:
    crossing = []
    for made in re.finditer(r"CREATE TABLE (\w+)\.\w+ \((.*?)\n\)", SCHEMA, re.DOTALL):
        crossing += [to for to in re.findall(r"REFERENCES (\w+)\.", made[2]) if to != made[1]]
    assert crossing == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INSERT INTO conversations.entry (seq) VALUES (1)", "write conversations.entry"),
        ("insert into contacts.contact default values", "write contacts.contact"),
        ("UPDATE operators.operator SET name = $1", "write operators.operator"),
        ("UPDATE ONLY operators.operator SET name = $1", "write operators.operator"),
        ("WITH x AS (DELETE FROM kit.job RETURNING id) SELECT * FROM x", "write kit.job"),
        ("TRUNCATE gateway.channel", "write gateway.channel"),
        ('UPDATE "gateway"."channel" SET name = $1', "write gateway.channel"),
        ("SELECT id FROM conversations.conversation WHERE id = $1 FOR UPDATE", "lock conversations.conversation"),
        ("SELECT 1 FROM operators.operator FOR NO KEY UPDATE SKIP LOCKED", "lock operators.operator"),
        ("SELECT 1 FROM operators.operator FOR KEY SHARE", "lock operators.operator"),
        ("SELECT text FROM conversations.entry", "read conversations.entry"),
        ("SELECT 1 FROM operators.operator o JOIN operators.session s ON true", "read operators.session"),
        ("SELECT * FROM conversations.append($1)", "call conversations.append"),
        ("INSERT INTO entry (seq) VALUES (1)", "write entry"),
        ("SELECT * FROM {", "hidden {"),
        ("DELETE FROM {", "write {"),
        ("ALTER TABLE kit.job ADD COLUMN x integer", "write kit.job"),
        ("COPY contacts.identity FROM STDIN", "write contacts.identity"),
    ],
)
def test_a_trespass_is_found(text: str, found: str) -> None:
    assert found in [f"{use.how} {use.table}" for use in strangers("desk", text)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT c.id FROM conversations.conversation c JOIN contacts.contact k ON k.id = c.contact_id",
        "SELECT f.x FROM ({ WHERE c.id = $1) f",
        "INSERT INTO desk.view (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        "SELECT id FROM desk.view FOR UPDATE SKIP LOCKED",
    ],
)
def test_what_is_allowed_passes(text: str) -> None:
    assert strangers("desk", text) == []


def test_sql_is_found_in_every_form_of_python_text_but_not_in_words(tmp_path: Path) -> None:
    module = tmp_path / "store.py"
    module.write_text(
        '"""DELETE FROM kit.job is only talked about here."""\n'
        'ONE = "UPDATE kit.job " "SET id = 1"\n'
        'TWO = f"DELETE FROM kit.job WHERE {ONE}"\n'
        'async def f(db): await db.execute("TRUNCATE kit.job")\n'
    )
    found = [sql.uses(text, tables=TABLES, functions=set()) for _, text in sql.of_python(module)]
    assert len(found) == 3
    assert all(Use("kit.job", "write") in one for one in found)
