"""The fixed set of tables of a survey as counts and as everything that is known of them.

An attacker has read the questionnaire: who is asked what, how many answers may be chosen, which
exclude each other. All of it is said here as relations; what is missing would be a leak.
"""

from collections.abc import Mapping, Sequence

from surveys.attacker import Name, Publication
from surveys.crosstab import Crossing
from surveys.linear import Relation
from surveys.questionnaire import Kind, Question
from surveys.scheme import Scheme
from surveys.tally import Count, Tally

_PRICES = {"inner": 2, "innernot": 0, "cell": 6, "not": 0, "group": 8, "asked": 3, "base": 30}
"""What it costs the reader when a count is hidden."""

_OF_TABLE = ("inner", "innernot", "group")


def publication(tally: Tally, schemes: Mapping[str, Scheme], k: int) -> Publication:
    """Everything that is published of this tally with these rows of its questions.

    A cross-table most of whose cells are smaller than `k` is not shown at all.
    """
    made = Publication(prices=_PRICES)
    for count in tally.counts.values():
        _asked(made, tally, count)
        _rows(made, count, schemes[count.question.code])
    for count in tally.counts.values():
        _condition(made, tally, count.question, schemes)
    for number, crossing in enumerate(tally.crossings):
        known, helpers = len(made.relations), set(made.helpers)
        _crossing(made, tally, number, crossing, schemes)
        if _leave_out(made, number, k):
            # what is said of nothing but unseen counts tells nobody anything
            made.helpers = helpers
            del made.relations[known:]
    return made


def _same(made: Publication, whole: Sequence[Name], parts: Sequence[Name], total: int = 0) -> None:
    """parts = whole + total."""
    terms = dict.fromkeys(parts, 1) | dict.fromkeys(whole, -1)
    made.relations.append(Relation(terms, total))


def _less(made: Publication, small: Sequence[Name], large: Sequence[Name], more: int = 0) -> None:
    """small ≤ large + more."""
    terms = dict.fromkeys(small, 1) | dict.fromkeys(large, -1)
    made.relations.append(Relation(terms, more, exact=False))


def _asked(made: Publication, tally: Tally, count: Count) -> None:
    """Who was asked and who answered. How many gave no answer is told with the base."""
    code = count.question.code
    base: Name = ("base", code)
    made.counts[base] = count.base
    condition = count.question.show_if
    everybody = count.question.required and not count.question.dont_know
    if condition is None:
        if everybody:
            _same(made, [], [base], tally.sheets)
        else:
            _less(made, [base], [], tally.sheets)
        return
    asked: Name = ("asked", code)
    unasked: Name = ("asked", code, "not")
    made.counts[asked] = count.asked
    made.counts[unasked] = tally.counts[condition.question].base - count.asked
    made.tie(base, [asked, unasked])
    made.tie(asked, [unasked])
    made.tie(unasked, [asked])
    _less(made, [base], [asked])
    if everybody:
        _less(made, [asked], [base])
    _same(made, [("base", condition.question)], [asked, unasked])


def _rows(made: Publication, count: Count, scheme: Scheme) -> None:
    code = count.question.code
    counts = scheme.counts(count.codes)
    cells: list[Name] = [("cell", code, row) for row in range(len(counts))]
    made.counts |= zip(cells, counts, strict=True)
    nots: list[Name] = [("not", code, row) for row in range(len(counts))]
    _within(made, count.question, cells, nots, ("base", code))
    made.tie(("base", code), cells)
    if scheme.bare:
        made.bare.update(cells)


def _within(
    made: Publication,
    question: Question,
    cells: Sequence[Name],
    nots: Sequence[Name],
    base: Name,
) -> None:
    """How the rows of a question make up its base, for all or for one group of people."""
    if not cells:
        return
    if question.kind is not Kind.MULTIPLE:
        _same(made, [base], cells)
        made.parts.append(tuple(cells))
        return
    for cell, other in zip(cells, nots, strict=True):
        made.counts[other] = made.counts[base] - made.counts[cell]
        made.parts.append((cell, other))
        made.tie(cell, [other])
        made.tie(other, [cell])
        _same(made, [base], [cell, other])
    _several(made, question, dict(zip(question.codes, cells, strict=True)), base)


def _several(made: Publication, question: Question, cells: Mapping[str, Name], base: Name) -> None:
    """An exclusive answer stands alone; who gave none of them chose so few and so many others."""
    fewest, most = question.bounds
    alone = [cells[code] for code in question.codes if code in question.exclusive]
    others = [cells[code] for code in question.codes if code not in question.exclusive]
    rest = {base: 1} | dict.fromkeys(alone, -1)
    made.relations.append(Relation({name: -times for name, times in rest.items()}, 0, exact=False))
    for times, limit in ((-1, fewest), (1, most)):
        left = {name: -times * limit * each for name, each in rest.items()}
        made.relations.append(Relation(dict.fromkeys(others, times) | left, 0, exact=False))
    for other in others:
        _less(made, [other, *alone], [base])


def _condition(
    made: Publication, tally: Tally, question: Question, schemes: Mapping[str, Scheme]
) -> None:
    """That a question was shown tells what was answered to an earlier one."""
    if question.show_if is None:
        return
    parent = tally.counts[question.show_if.question].question
    asked: Name = ("asked", question.code)
    unasked: Name = ("asked", question.code, "not")
    chosen = set(question.show_if.any_of)
    leading: list[Name] = []
    for row, category in enumerate(schemes[parent.code].categories):
        cell: Name = ("cell", parent.code, row)
        if chosen.issuperset(category):
            leading.append(cell)
        elif chosen.intersection(category):
            details: list[Name] = [("detail", parent.code, code) for code in category]
            made.helpers.update(details)
            _same(made, [cell], details)
            leading += [one for one in details if one[2] in chosen]
    if parent.kind is Kind.MULTIPLE:
        _less(made, [asked], leading)
        for cell in leading:
            _less(made, [cell], [asked])
        others: dict[str, Name] = {
            code: ("cell", parent.code, row)
            for row, code in enumerate(parent.codes)
            if code not in chosen
        }
        _less(made, [unasked], list(others.values()))
        _less(made, [others[code] for code in parent.exclusive & set(others)], [unasked])
    elif parent.codes:
        _same(made, [asked], leading)


def _crossing(
    made: Publication,
    tally: Tally,
    number: int,
    crossing: Crossing,
    schemes: Mapping[str, Scheme],
) -> None:
    rows, columns = crossing.rows, crossing.columns
    across, along = schemes[rows.code].categories, schemes[columns.code].categories
    groups: list[Name] = [("group", number, column) for column in range(len(along))]
    both: Name = ("both", number)
    of_row: list[Name] = [("row", number, row) for row in range(len(across))]
    made.helpers |= {both, *of_row}
    for column, category in enumerate(along):
        size = sum(crossing.of_column[code] for code in category)
        made.counts[groups[column]] = size
        inner: list[Name] = [("inner", number, row, column) for row in range(len(across))]
        for row, cell in enumerate(inner):
            made.counts[cell] = sum(
                crossing.cells[one, other] for one in across[row] for other in category
            )
        nots: list[Name] = [("innernot", number, row, column) for row in range(len(across))]
        _within(made, rows, inner, nots, groups[column])
        made.tie(groups[column], inner)
        made.tie(("base", rows.code), [groups[column], *inner])
        made.tie(("base", columns.code), [groups[column], *inner])
        if schemes[rows.code].bare or schemes[columns.code].bare:
            made.bare |= {groups[column], *inner, *(nots if nots[0] in made.counts else [])}
    for row, whole in enumerate(of_row):
        inner = [("inner", number, row, column) for column in range(len(along))]
        _made_of(made, columns, whole, inner)
        _less(made, [whole], [("cell", rows.code, row)])
    for column, group in enumerate(groups):
        _less(made, [group], [("cell", columns.code, column)])
    _less(made, [("base", rows.code), ("base", columns.code)], [both], tally.sheets)
    _both(made, crossing, both, of_row, groups)


def _leave_out(made: Publication, number: int, k: int) -> bool:
    """Hide the whole table if it is too thin; tells whether it is hidden."""
    table = {name for name in made.counts if name[0] in _OF_TABLE and name[1] == number}
    cells = [made.counts[name] for name in table if name[0] == "inner" and made.counts[name]]
    if 2 * sum(people >= k for people in cells) < len(cells):
        made.bare |= table
    return made.bare >= table


def _made_of(made: Publication, across: Question, whole: Name, parts: Sequence[Name]) -> None:
    """The whole is the sum of its parts, unless people may stand in several of them."""
    if across.kind is Kind.MULTIPLE:
        _several(made, across, dict(zip(across.codes, parts, strict=True)), whole)
    else:
        _same(made, [whole], parts)


def _both(
    made: Publication,
    crossing: Crossing,
    both: Name,
    of_row: Sequence[Name],
    groups: Sequence[Name],
) -> None:
    """Who answered both questions, and who only one of them."""
    rows, columns = crossing.rows, crossing.columns
    _made_of(made, rows, both, of_row)
    _made_of(made, columns, both, groups)
    bases: list[Name] = [("base", rows.code), ("base", columns.code)]
    for base in bases:
        _less(made, [both], [base])
    if rows.show_if == columns.show_if and rows.show_if is not None:
        _less(made, bases, [both, ("asked", rows.code)])
    for inside, outside in ((rows, columns), (columns, rows)):
        if inside.show_if is not None and inside.show_if.question == outside.code:
            _same(made, [both], [("base", inside.code)])
    rests = [(rows, "cell", of_row), (columns, "cell", groups)]
    for question, kind, within in rests:
        # who is in a row and not in this table gave no answer to the other question
        for place, one in enumerate(within):
            terms: dict[Name, int] = {(kind, question.code, place): 1, one: -1}
            terms |= {("base", question.code): -1, both: 1}
            made.relations.append(Relation(terms, 0, exact=False))
