import pytest

from bot import presets
from bot.settings.model import Settings


@pytest.mark.parametrize("name", presets.names())
def test_every_preset_is_complete_and_right(name: str) -> None:
    settings = Settings.model_validate(presets.settings(name))
    assert settings.authority.name
    assert settings.authority.zone_label


def test_the_quota_preset_keeps_personal_data_out_of_telegram() -> None:
    """F4, 41-ФЗ."""
    assert presets.settings("nso-quota")["telegram"]["personal_data"] is False


def test_a_preset_that_is_none_has_no_folder() -> None:
    with pytest.raises(LookupError):
        presets.folder("../nso-quota")
