"""«Как читать»: dates, rates, what codes of missing answers mean, what was hidden and how much."""

from collections.abc import Iterator

from bot.surveys.result_words import ResultWords, percent
from surveys.results import Results


def method(found: Results, words: ResultWords) -> Iterator[tuple[str, str]]:
    """Names and what they say, in order.

    The log of what is hidden tells how many rows of a table, never which were small and which only
    went with them: that would give the small ones away.
    """
    about, say = found.about, words.say
    unknown = say("results-method-unknown")
    yield say("results-method-survey"), about.questionnaire.title
    yield say("results-method-wave"), about.wave
    yield say("results-method-period"), words.period(about)
    yield say("results-method-sheets"), str(found.sheets)
    yield say("results-method-invited"), str(about.invited) if about.invited else unknown
    yield say("results-method-rate"), unknown if found.rate is None else percent(found.rate)
    yield say("results-method-k"), str(about.k)
    yield say("results-method-hash"), about.questionnaire.hash
    yield say("results-method-missing"), say("results-method-missing-how", k=about.k)
    yield say("results-method-order"), say("results-method-order-how")
    yield say("results-method-care"), say("results-method-care-how")
    for number, line in enumerate(words.method(about)):
        yield "" if number else say("results-method-how"), line
    logged = list(_hidden(found, words)) or [say("results-method-hidden-none")]
    for number, line in enumerate(logged):
        yield "" if number else say("results-method-hidden"), line


def _hidden(found: Results, words: ResultWords) -> Iterator[str]:
    tables = [(one.question.text, one.hidden, len(one.lines)) for one in found.answers]
    tables += [
        (words.cross_title(one), one.hidden, sum(len(group.lines) for group in one.groups))
        for one in found.crosstabs
    ]
    for where, count, every in tables:
        if count:
            yield words.say("results-method-hidden-where", count=count, all=every, where=where)
