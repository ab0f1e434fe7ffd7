"""The box keeps sheets and tags, and nothing that could join them."""

import secrets

import pytest

from storage.errors import RowRefused
from storage.surveys.box import BATCH
from storage.surveys.store import SurveyStore
from surveys.pool import Flush, Waiting, mixed


def waiting(count: int) -> list[Waiting]:
    return [Waiting(secrets.token_bytes(32), secrets.token_bytes(90)) for _ in range(count)]


async def test_what_is_put_in_comes_out_whole_in_an_order_of_its_own(surveys: SurveyStore) -> None:
    people = waiting(2 * BATCH + 3)
    async with surveys.begin() as unit:
        await unit.box.make("w")
        for start in range(0, len(people), 301):
            await unit.box.put("w", mixed(people[start : start + 301]))
        found = [sheet async for sheets in unit.box.sheets("w") for sheet in sheets]
        assert await unit.box.people("w") == await unit.box.count("w") == len(people)
    assert found == sorted(one.sheet for one in people)


async def test_tags_are_known_once_they_are_in_the_box(surveys: SurveyStore) -> None:
    inside, outside = waiting(3), waiting(2)
    async with surveys.begin() as unit:
        await unit.box.make("w")
        await unit.box.put("w", mixed(inside))
        tags = [one.tag for one in (*inside, *outside)]
        assert await unit.box.known("w", tags) == {one.tag for one in inside}
        assert await unit.box.known("w", []) == set()


async def test_a_tag_or_a_sheet_is_taken_once(surveys: SurveyStore) -> None:
    one, other = waiting(2)
    async with surveys.begin() as unit:
        await unit.box.make("w")
        await unit.box.put("w", mixed([one]))
    for flush in (Flush((one.tag,), (other.sheet,)), Flush((other.tag,), (one.sheet,))):
        with pytest.raises(RowRefused):
            async with surveys.begin() as unit:
                await unit.box.put("w", flush)
    async with surveys.begin() as unit:
        assert await unit.box.people("w") == await unit.box.count("w") == 1


async def test_dropping_takes_the_tables_away_and_may_be_repeated(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.box.make("w")
        await unit.box.put("w", mixed(waiting(3)))
        await unit.box.drop_tags("w")
        assert await unit.box.count("w") == 3
        await unit.box.drop("w")
        await unit.box.drop("w")
        await unit.box.make("w")
        assert await unit.box.count("w") == 0


async def test_the_boxes_of_two_waves_are_apart(surveys: SurveyStore) -> None:
    people = waiting(2)
    async with surveys.begin() as unit:
        for wave in ("a", "b"):
            await unit.box.make(wave)
            await unit.box.put(wave, mixed(people))
        await unit.box.drop("a")
        assert await unit.box.count("b") == 2
