from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import SettingsError, load

TOKEN = "1234567890:AAbb_cc-dd"


def write(text: str, name: str = "config.toml") -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def problems(config: Path | None = None, *, to_run: bool = False) -> dict[str, str]:
    with pytest.raises(SettingsError) as refused:
        load(config, to_run=to_run)
    return {problem.key: problem.text for problem in refused.value.problems}


def test_each_layer_overrides_the_ones_below(monkeypatch: pytest.MonkeyPatch) -> None:
    write('preset = "nso-quota"\n[authority]\nshort_name = "файл"\n[web]\nport = 1001')
    assert load().authority.short_name == "файл"
    assert load().authority.timezone.key == "Asia/Novosibirsk"
    assert load().telegram.personal_data is False
    write("OTKLIK_WEB__PORT=1002\nOTKLIK_AUTHORITY__SHORT_NAME=.env", ".env")
    assert (load().web.port, load().authority.short_name) == (1002, ".env")
    monkeypatch.setenv("OTKLIK_WEB__PORT", "1003")
    assert (load().web.port, load().authority.short_name) == (1003, ".env")


def test_the_preset_may_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    assert load().authority.short_name == "Минтруд НСО"


def test_lists_come_from_tables_or_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    write('preset = "nso-quota"\n[[staff]]\nid = 201\nname = "Мария Иванова"')
    assert [member.id for member in load().staff] == ["201"]
    monkeypatch.setenv("OTKLIK_STAFF", '[{"id": 202, "name": "Сергей", "roles": ["head"]}]')
    monkeypatch.setenv("OTKLIK_TELEGRAM__CONSULTATION_CHATS", "[-100, -200]")
    assert [member.id for member in load().staff] == ["202"]
    assert load().telegram.consultation_chats == (-100, -200)


def test_a_deadline_of_seconds_can_be_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    monkeypatch.setenv("OTKLIK_SLA__CONSULTATION__ANSWER_WITHIN", "6s")
    window = load().sla.window("consultation")
    assert window is not None
    assert window.span == timedelta(seconds=6)


def test_the_settings_of_vk_say_what_would_be_right() -> None:
    write(
        'preset = "nso-quota"\n[vk]\ngroup_id = -123\n'
        'problem_categories = [{ code = "Дороги", name = "Дороги" },'
        f' {{ code = "{"r" * 31}", name = "Ямы" }}]'
    )
    found = problems()
    assert len(found) == 3
    community, *codes = found.values()
    assert "без минуса" in community
    assert all("от 1 до 30" in text for text in codes)


def test_vk_without_its_community_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    monkeypatch.setenv("OTKLIK_VK__TOKEN", "vk1.a.secret")
    found = problems()
    assert list(found) == ["vk.group_id"]
    assert "сообщества" in found["vk.group_id"]
    assert "secret" not in str(found)


def test_an_empty_variable_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    monkeypatch.setenv("OTKLIK_TELEGRAM__TOKEN", "")
    assert load().telegram.token is None


def test_all_mistakes_are_named_at_once() -> None:
    write(
        'preset = "nso-quota"\ncolour = 1\n[telegram]\nper_second = "many"\n'
        f'token = "{TOKEN}"\n[[departments]]\nid = "d"\nname = "Отдел"\nhead = 5'
    )
    assert set(problems()) == {
        "colour (config.toml)",
        'telegram.per_second = "many" (config.toml)',
        "departments[1].head = 5",
        "telegram.moderator_chat",
    }


def test_a_check_waits_for_the_keys_it_reads_to_be_right() -> None:
    write(
        'preset = "nso-quota"\n[[staff]]\nid = "Мария"\nname = "Мария"\n'
        '[[departments]]\nid = "d"\nname = "Отдел"\nhead = 201'
    )
    assert set(problems()) == {'staff[1].id = "Мария" (config.toml)'}


def test_without_an_authority_a_preset_is_suggested() -> None:
    assert 'preset = "nso-quota"' in problems()["authority"]


def test_running_needs_a_token_and_says_where_to_get_one() -> None:
    write('preset = "nso-quota"')
    text = problems(to_run=True)["telegram.token"]
    assert "@BotFather" in text
    assert ".env" in text
    assert "make run" in text
    assert load().telegram.token is None


def test_a_mistyped_token_is_not_called_missing_as_well() -> None:
    write(f'preset = "nso-quota"\n[telegram]\ntokn = "{TOKEN}"')
    assert set(problems(to_run=True)) == {"telegram.tokn (config.toml)"}


def test_a_named_file_must_exist_and_the_usual_one_need_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    assert load().preset == "nso-quota"
    assert "--config" in problems(Path("other.toml"))["other.toml"]


def test_secrets_appear_in_no_repr_and_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "hunter-2-secret"
    monkeypatch.setenv("OTKLIK_PRESET", "nso-quota")
    monkeypatch.setenv("OTKLIK_VK__TOKEN", secret)
    monkeypatch.setenv("OTKLIK_VK__GROUP_ID", "1")
    monkeypatch.setenv("OTKLIK_STORAGE__URL", f"postgresql+asyncpg://u:{secret}@host/db")
    assert secret not in repr(load())
    monkeypatch.setenv("OTKLIK_STORAGE__URL", f"mysql://u:{secret}@host/db")
    monkeypatch.setenv("OTKLIK_TELEGRAM__TOKEN", secret)
    monkeypatch.setenv("OTKLIK_TELEGRAM__PROXY", secret)
    monkeypatch.setenv("OTKLIK_TELEGRAM__TOKENS", secret)
    monkeypatch.setenv("OTKLIK_WEB", secret)
    with pytest.raises(SettingsError) as refused:
        load()
    assert len(refused.value.problems) == 5
    assert secret not in str(refused.value)
    assert secret not in repr(refused.value.problems)


def test_the_settings_cannot_be_changed_after_start() -> None:
    write('preset = "nso-quota"')
    with pytest.raises(ValueError, match="frozen"):
        load().web.port = 1
