"""Which tables a piece of our SQL touches, and how. Made for our own style: tables are named with their schema."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Touch = Literal["read", "write", "lock", "call", "hidden"]
_NAME = r'"?([a-z_]+)"?\."?([a-z_0-9]+)"?'
_WRITE = re.compile(
    r"\b(?:INSERT\s+INTO|(?<!FOR\s)(?<!KEY\s)(?<!DO\s)UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|MERGE\s+INTO|COPY"
    r"|TRUNCATE(?:\s+TABLE)?|LOCK(?:\s+TABLE)?|(?:ALTER|DROP|CREATE)\s+TABLE(?:\s+IF(?:\s+NOT)?\s+EXISTS)?)"
    r"\s+(?!SET\b|SKIP\b|OF\b)(?:" + _NAME + r'|("?[a-z_]\w*"?)(?=[\s(;]|$)|(\{))',
    re.IGNORECASE,
)
_LOCK = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b|\bFOR\s+(?:KEY\s+)?SHARE\b", re.IGNORECASE)
_HIDDEN = re.compile(r"\b(?:FROM|JOIN|INTO|(?<!DO )UPDATE)\s+(?:\{|$)", re.IGNORECASE)
_CALL = re.compile(_NAME + r"\s*\(", re.IGNORECASE)
_SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|TRUNCATE|COPY|MERGE|FROM|JOIN|ALTER|LOCK)\b")


@dataclass(frozen=True, order=True)
class Use:
    """`table` is `schema.name`, or the bare word where no schema was given."""

    table: str
    how: Touch


def uses(sql: str, *, tables: set[str], functions: set[str]) -> set[Use]:
    """What one text of one or more statements does. `{` stands for what is put in at run time."""
    sql = re.sub(r"--[^\n]*", " ", sql)
    found: set[Use] = set()
    for statement in sql.split(";"):
        named = {".".join(match).lower() for match in re.findall(_NAME, statement, re.IGNORECASE)}
        found |= {Use(table, "read") for table in named & tables}
        if _LOCK.search(statement):
            found |= {Use(table, "lock") for table in named & tables}
        for schema, name, bare, hidden in _WRITE.findall(statement):
            found.add(Use(f"{schema}.{name}".lower() if schema else (bare or hidden).strip('"').lower(), "write"))
        called = {".".join(match).lower() for match in _CALL.findall(statement)}
        found |= {Use(function, "call") for function in called & functions}
        if _HIDDEN.search(statement):
            found.add(Use("{", "hidden"))
    return found


def of_python(path: Path) -> Iterator[tuple[int, str]]:
    """(line, SQL) of every text in a module that is SQL; docstrings are not."""
    tree = ast.parse(path.read_text())
    words = {id(node.body[0].value) for node in ast.walk(tree) if _opens_with_words(node)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words | inside:
            text = node.value
        if _SQL.search(text):
            yield getattr(node, "lineno", 0), text


def _opens_with_words(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return (
        isinstance(body, list)
        and bool(body)
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    )


def functions_in(sql: str) -> Iterator[tuple[str, str]]:
    """(schema.name, body) of every function that a migration makes."""
    made = r"CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+" + _NAME + r"(.*?)AS\s+(\$\w*\$)(.*?)\4"
    for match in re.finditer(made, sql, re.IGNORECASE | re.DOTALL):
        yield f"{match[1]}.{match[2]}", match[5]


def tables_in(sql: str) -> set[str]:
    """schema.name of every table that a migration makes."""
    return {
        ".".join(match) for match in re.findall(r"CREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?" + _NAME + r"(?=[\s(])", sql)
    }
