from pathlib import Path

import pytest

from bot.settings import SettingsError, load


def refusal(text: bytes) -> str:
    Path("config.toml").write_bytes(text)
    with pytest.raises(SettingsError) as refused:
        load()
    return str(refused.value)


def test_a_file_that_is_not_toml_is_named_with_the_line_but_not_its_words() -> None:
    said = refusal(b'preset = "nso-quota"\ntoken = "my-secret\nx = 1\n')
    assert "config.toml: строка 2" in said
    assert "my-secret" not in said


def test_a_file_cut_short_is_named_with_its_last_line() -> None:
    assert "строка 2" in refusal(b"a = 1\nb = [")


def test_a_file_in_another_encoding_is_told_so() -> None:
    assert "UTF-8" in refusal('name = "Министерство"'.encode("cp1251"))


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    Path("config.toml").write_bytes(b'\xef\xbb\xbfpreset = "nso-quota"')
    assert load().preset == "nso-quota"


def test_a_folder_in_place_of_a_file_is_told_so() -> None:
    Path("folder.toml").mkdir()
    with pytest.raises(SettingsError, match=r"folder\.toml: файл не читается"):
        load(Path("folder.toml"))


def test_a_preset_that_does_not_exist_is_refused_with_the_ones_that_do() -> None:
    assert "nso-quota" in refusal(b'preset = "nso-quotas"')


def test_a_preset_of_the_wrong_type_is_refused_too() -> None:
    assert "nso-quota" in refusal(b"preset = [1]")


def test_an_unknown_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTKLIK_TELEGRAN__TOKEN", "1")
    assert "OTKLIK_TELEGRAM__TOKEN" in refusal(b'preset = "nso-quota"')


def test_an_unknown_variable_of_the_env_file_is_refused_too() -> None:
    Path(".env").write_text(
        "OTKLIK_STORAGE__UR=x\nOTKLIK_STORIGE__URL=x\nOTHER=1", encoding="utf-8"
    )
    said = refusal(b'preset = "nso-quota"')
    assert "storage.ur (OTKLIK_STORAGE__UR): такой настройки нет" in said
    assert "OTKLIK_STORIGE__URL: такой настройки нет" in said
    assert "OTHER" not in said


def test_variables_of_the_tests_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    monkeypatch.setenv("OTKLIK_TEST_POSTGRES_URL", "postgresql://…")
    assert load().preset == "nso-quota"


def test_a_list_that_is_no_json_is_told_what_a_list_looks_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTKLIK_TELEGRAM__CHANNELS", "-100, -200")
    monkeypatch.setenv("OTKLIK_STAFF", "Мария")
    said = refusal(b'preset = "nso-quota"')
    assert 'telegram.channels = "-100, -200" (OTKLIK_TELEGRAM__CHANNELS): нужен список' in said
    assert "staff (OTKLIK_STAFF): нужен список" in said
