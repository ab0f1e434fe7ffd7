import random
from itertools import product

import pytest

from surveys.linear import Impossible, Relation, System


def brute(relations: list[Relation[str]], name: str, most: int) -> int | None:
    """The largest value by trying all."""
    names = "abc"
    fitting = [
        dict(zip(names, values, strict=True))
        for values in product(range(most + 1), repeat=len(names))
        if all(_holds(one, dict(zip(names, values, strict=True))) for one in relations)
    ]
    return max((world[name] for world in fitting), default=None)


def _holds(relation: Relation[str], world: dict[str, int]) -> bool:
    total = sum(times * world[name] for name, times in relation.terms.items())
    return total == relation.total if relation.exact else total <= relation.total


@pytest.mark.parametrize("seed", range(60))
def test_it_agrees_with_trying_everything(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable example, no secret
    truth = {name: chance.randint(0, 4) for name in "abc"}
    relations = [Relation({"a": 1, "b": 1, "c": 1}, sum(truth.values()))]
    for _ in range(chance.randint(0, 3)):
        terms = {name: chance.choice([-1, 0, 1]) for name in "abc"}
        told = sum(times * truth[name] for name, times in terms.items())
        exact = chance.random() < 0.3
        relations.append(Relation(terms, told if exact else told + chance.randint(0, 2), exact))
    system = System(dict.fromkeys("abc", 0), relations)
    for name in "abc":
        largest = brute(relations, name, 12)
        assert largest is not None
        world = system.most(name, largest)
        # what is found is possible; a corner in whole people is not always there
        assert system.most(name, largest + 1) is None
        if world is not None:
            assert world[name] >= largest
            assert all(_holds(one, dict(world)) for one in relations)


def test_a_lower_bound_is_kept() -> None:
    system = System({"a": 1, "b": 1}, [Relation({"a": 1, "b": 1}, 7)])
    assert system.most("a", 6) == {"a": 6, "b": 1}
    assert system.most("a", 7) is None


def test_relations_that_say_the_same_twice_do_no_harm() -> None:
    twice = [Relation({"a": 1, "b": 1}, 4), Relation({"a": 2, "b": 2}, 8)]
    assert System({"a": 0, "b": 0}, twice).most("b", 4) == {"a": 0, "b": 4}


def test_what_nothing_limits_can_be_as_large_as_you_like() -> None:
    system = System({"a": 0, "b": 0}, [Relation({"a": 1, "b": -1}, 0, exact=False)])
    world = system.most("b", 0)
    assert world is not None


def test_half_a_person_is_no_answer() -> None:
    system = System({"a": 0, "b": 0}, [Relation({"a": 2, "b": 2}, 5)])
    assert system.most("a", 1) is None


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(Impossible):
        System({"a": 0}, [Relation({"a": 1}, 3), Relation({"a": 1}, 4)])
    with pytest.raises(Impossible):
        System({"a": 2}, [Relation({"a": 1}, 1, exact=False)])
