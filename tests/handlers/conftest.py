from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.handlers.front_desk import STAFF, FrontDesk
from tests.sqlite_tables import fresh_file


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """A front desk with three employees and nobody asking yet."""
    store = Store.open(await fresh_file(tmp_path))
    async with store.begin() as unit:
        await unit.staff.seed(STAFF)
    yield FrontDesk(store)
    await store.close()
