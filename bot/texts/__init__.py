"""The product's texts: Fluent messages, a ministry's own wording above them, made into content."""

import functools
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import structlog
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from appeals.words import Content, gathered
from bot.texts.overrides import readable_overrides
from bot.texts.template import BadTemplate, marked, protected
from handlers.conversation import Words

log = structlog.get_logger(__name__)

LANGUAGE = "ru"


class MissingText(Exception):
    """A text of the product is not there, or an argument it shows was not given: our own bug."""


class BrokenText(Exception):
    """A built-in Fluent file does not parse; `file` and what is wrong are in the message."""


class Texts:
    """All texts a client or an employee reads.

    `built_in` is the folder of our own texts, `overrides` one of `*.ftl` files with the authority's
    wording; a message there that does not parse, names no message of ours or shows other arguments
    than ours is left out with a warning. `strict` (tests) raises MissingText; otherwise what is
    known is shown as it is and the bug is logged, since an ugly acknowledgement is better than an
    unregistered appeal.
    """

    def __init__(
        self,
        overrides: Path | None = None,
        *,
        strict: bool = True,
        built_in: Traversable | None = None,
    ) -> None:
        ours = tuple(_built_in(built_in or files(__package__).joinpath(LANGUAGE)))
        self._ours, self._messages = _gathered(ours)
        self._strict = strict
        self._theirs = self._ours
        if overrides is not None:
            self._theirs = _bundle(ours)
            own = FluentResource("")
            own.body.extend(readable_overrides(overrides, self._messages))
            self._theirs.add_resource(own, allow_overrides=True)

    @property
    def keys(self) -> frozenset[str]:
        """Every key that can be rendered."""
        return frozenset(self._messages)

    def render(self, words: Words) -> Content:
        """The text with its styles; tags inside arguments stay literal characters.

        Lines `below` stand under it. Raises MissingText when strict and the key or an argument is
        missing.
        """
        return gathered([self._one(line) for line in (words, *words.below)])

    def _one(self, words: Words) -> Content:
        for bundle in dict.fromkeys((self._theirs, self._ours)):
            try:
                return _format(bundle, words)
            except (MissingText, BadTemplate) as error:
                reason = error
                if bundle is not self._ours:
                    log.warning("text_override_failed", key=words.key)
        if self._strict:
            raise MissingText(f"{words.key}: {reason}") from reason
        log.error("text_missing", key=words.key)
        return Content(" ".join([f"[{words.key}]", *map(str, words.args.values())]))

    def plain(self, words: Words) -> str:
        """The text without styles: a button, a toast, a topic's name."""
        return self.render(words).text


def _format(bundle: FluentBundle, words: Words) -> Content:
    if not bundle.has_message(words.key):
        raise MissingText("no such key")
    pattern = bundle.get_message(words.key).value
    if pattern is None:
        raise MissingText("no text under this key")
    arguments, literals = protected(words.args)
    raw, errors = bundle.format_pattern(pattern, arguments)
    if errors:
        raise MissingText("; ".join(map(str, errors)))
    return marked(str(raw), literals, words.link)


def _bundle(resources: Iterable[ast.Resource]) -> FluentBundle:
    bundle = FluentBundle([LANGUAGE], use_isolating=False)
    for resource in resources:
        bundle.add_resource(resource)
    return bundle


def _built_in(folder: Traversable) -> Iterable[ast.Resource]:
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".ftl"):
            continue
        resource = _parsed(file.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                raise BrokenText(f"{file.name}: {(entry.content or '').strip()[:80]}")
        yield resource


@functools.lru_cache(maxsize=64)
def _parsed(source: str) -> ast.Resource:
    """Parsing is most of what a `Texts` costs, and the same text always gives the same tree."""
    resource: ast.Resource = FluentResource(source)
    return resource


@functools.lru_cache(maxsize=8)
def _gathered(ours: tuple[ast.Resource, ...]) -> tuple[FluentBundle, dict[str, ast.Message]]:
    """Of the same trees, once; nobody changes what is shared."""
    return _bundle(ours), {entry.id.name: entry for entry in _messages(ours)}


def _messages(resources: Iterable[ast.Resource]) -> Iterable[ast.Message]:
    for resource in resources:
        yield from (entry for entry in resource.body if isinstance(entry, ast.Message))
