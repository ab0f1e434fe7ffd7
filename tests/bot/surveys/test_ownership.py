"""One process owns the surveys."""

from pathlib import Path

import pytest

from bot.surveys.ownership import OwnedElsewhere, owned


def test_a_second_owner_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    file = tmp_path / "new" / "keys"
    with owned(file):
        with pytest.raises(OwnedElsewhere), owned(file):
            pass
        with owned(tmp_path / "other"):
            pass
    with owned(file):
        pass
    assert not file.exists()
