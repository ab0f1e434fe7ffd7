from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.endtoend.desk import FrontDesk, front_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """A front desk at work, nobody asking yet."""
    async with front_desk(tmp_path) as running:
        yield running
