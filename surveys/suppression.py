"""What must not be shown, so that no group below k can be worked out of what is (ANONYMITY 8).

Hiding a small count is not enough: it may follow from the others. So after everything small is
hidden, the engine plays the attacker: knowing all that is shown and every relation between counts,
how large could each hidden count be? Where the answer is "less than k", one more count is hidden,
and the game begins anew. It ends when for each hidden count there is a world, in whole people, in
which it is at least k and everything shown is the same.
"""

from collections.abc import Iterator

from surveys.attacker import Attacker, Name, Publication

UNANIMOUS_BELOW = 4
"""Times k: of smaller groups it is not shown that all gave the same answer."""


def hidden_counts(publication: Publication, k: int) -> frozenset[Name]:
    """Names of the counts that must not be shown."""
    small = {name for name, count in publication.counts.items() if 0 < count < k}
    hidden = publication.closed({*small, *publication.bare, *_unanimous(publication, k)})
    safe: set[Name] = set()
    while True:
        attacker = Attacker(publication, hidden)
        betrayed = _betrayed(publication, hidden, attacker, safe, k)
        if betrayed is None:
            return hidden
        better = _better(publication, hidden, attacker, betrayed, k)
        if better == hidden:  # nothing related to it is shown any more
            safe.add(betrayed)
        hidden = better


def _unanimous(publication: Publication, k: int) -> Iterator[Name]:
    for part in publication.parts:
        given = [name for name in part if publication.counts[name]]
        if len(part) == 1 or len(given) != 1:
            continue
        # of several answers allowed, one that nobody chose tells nobody's opinion
        chosen = not str(given[0][0]).endswith("not")
        if chosen and publication.counts[given[0]] < UNANIMOUS_BELOW * k:
            yield from part


def _betrayed(
    publication: Publication,
    hidden: frozenset[Name],
    attacker: Attacker,
    safe: set[Name],
    k: int,
) -> Name | None:
    """A hidden count that must be less than k; those that need not be are added to `safe`."""
    for name, count in publication.counts.items():
        if name not in hidden or count >= k or name in safe:
            continue
        world = attacker.world(name, k)
        if world is None:
            return name
        safe.update(one for one, people in world.items() if people >= k)
    return None


def _better(
    publication: Publication,
    hidden: frozenset[Name],
    attacker: Attacker,
    betrayed: Name,
    k: int,
) -> frozenset[Name]:
    """What to hide instead so that this count is safe: the cheapest of what was found to help."""
    candidates = _candidates(publication, hidden, attacker, betrayed)
    best = _several(publication, hidden, candidates, betrayed, k)
    if best is None:
        return publication.closed(hidden.union(candidates))
    for name in candidates:
        trial = publication.closed(hidden | {name})
        if _cost(publication, trial - hidden) < _cost(publication, best - hidden):
            best = trial if _is_safe(publication, trial, betrayed, k) else best
    return best


def _several(
    publication: Publication,
    hidden: frozenset[Name],
    candidates: list[Name],
    betrayed: Name,
    k: int,
) -> frozenset[Name] | None:
    """One after another until it helps; then those are shown again that were not needed."""
    taken: list[Name] = []
    for name in candidates:
        taken.append(name)
        if _is_safe(publication, publication.closed(hidden.union(taken)), betrayed, k):
            break
    else:
        return None
    for name in list(taken[:-1]):
        rest = [one for one in taken if one != name]
        if _is_safe(publication, publication.closed(hidden.union(rest)), betrayed, k):
            taken = rest
    return publication.closed(hidden.union(taken))


def _is_safe(publication: Publication, hidden: frozenset[Name], name: Name, k: int) -> bool:
    return Attacker(publication, hidden).world(name, k) is not None


def _cost(publication: Publication, names: frozenset[Name]) -> int:
    return sum(publication.prices.get(str(name[0]), 1) for name in names)


def _candidates(
    publication: Publication, hidden: frozenset[Name], attacker: Attacker, betrayed: Name
) -> list[Name]:
    """Shown counts that tell of it: of its own table rather than of another, smallest first."""
    unknown = attacker.around(betrayed)
    parts = set().union(*publication.parts)
    order = {name: place for place, name in enumerate(publication.counts)}
    prices: dict[Name, tuple[int, bool, int, int]] = {}
    for relation in publication.relations:
        if not unknown.intersection(relation.terms):
            continue
        for name in relation.terms:
            count = publication.counts.get(name, 0)
            # a zero among the parts of a whole is hidden with the whole only
            if name in publication.counts and name not in hidden and (count or name not in parts):
                worth = publication.prices.get(str(name[0]), 1)
                price = (worth, betrayed not in relation.terms, count, order[name])
                prices[name] = min(prices.get(name, price), price)
    return sorted(prices, key=prices.__getitem__)
