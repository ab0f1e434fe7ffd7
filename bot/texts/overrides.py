"""The authority's own wording: which of its messages may stand in the place of ours."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import structlog
from fluent.runtime import FluentResource
from fluent.syntax import ast, visitor

log = structlog.get_logger(__name__)


class _Arguments(visitor.Visitor):
    """Collects the arguments a message shows and the messages it refers to."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.references: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the same
        self.references.add(node.id.name)


def arguments(message: ast.Message, others: Mapping[str, ast.Message]) -> frozenset[str]:
    """Names of the arguments a message shows, those of messages it refers to included."""
    found: set[str] = set()
    waiting, seen = [message], {message.id.name}
    while waiting:
        collector = _Arguments()
        collector.visit(waiting.pop())
        found |= collector.names
        for name in collector.references - seen:
            seen.add(name)
            waiting.extend(filter(None, [others.get(name)]))
    return frozenset(found)


def readable_overrides(folder: Path, ours: Mapping[str, ast.Message]) -> Iterator[ast.Message]:
    """Messages of the folder's `*.ftl` files that may replace ours; warns about the rest."""
    for file in sorted(folder.glob("*.ftl")):
        for entry in _entries(file):
            if isinstance(entry, ast.Junk):
                _warn(file, (entry.content or "").strip().partition("=")[0].strip(), "unreadable")
            elif isinstance(entry, ast.Message):
                problem = _problem(entry, ours)
                if problem:
                    _warn(file, entry.id.name, problem)
                else:
                    yield entry


def _entries(file: Path) -> list[ast.EntryType]:
    try:
        return list(FluentResource(file.read_text(encoding="utf-8")).body)
    except (OSError, UnicodeDecodeError) as error:
        _warn(file, "", type(error).__name__)
        return []


def _problem(theirs: ast.Message, ours: Mapping[str, ast.Message]) -> str:
    """Why a message can't replace ours; empty when it can."""
    built_in = ours.get(theirs.id.name)
    if built_in is None:
        return "no such message"
    if theirs.value is None:
        return "no text"
    wanted, given = arguments(built_in, ours), arguments(theirs, ours)
    lacking = [f"lacks ${name}" for name in sorted(wanted - given)]
    unknown = [f"unknown ${name}" for name in sorted(given - wanted)]
    return ", ".join(lacking + unknown)


def _warn(file: Path, key: str, problem: str) -> None:
    log.warning("text_override_ignored", file=file.name, key=key, problem=problem)
