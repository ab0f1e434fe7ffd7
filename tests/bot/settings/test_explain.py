from pathlib import Path

import pytest

from bot.settings import SettingsError, load


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("web.port = 70000", "web.port = 70000 (config.toml): нужно число не больше 65535"),
        ("web.port = 0", "нужно число не меньше 1"),
        ("telegram.per_second = 0", "нужно число больше 0"),
        ("telegram.per_second = 1.5", "нужно целое число"),
        ("moderation.show_executor = 7", "нужно true или false"),
        ("moderation.undo = 10", "moderation.undo = 10 (config.toml): нужна длительность"),
        ('moderation.undo = "1wd"', "здесь рабочие дни не подходят"),
        ('moderation.note_prefix = " "', "нужен непустой текст"),
        ('telegram.api_url = "api.telegram.org"', "нужен адрес сервера"),
        ('telegram.proxy = "host:1080"', "telegram.proxy (config.toml): нужен адрес прокси"),
        ('telegram.token = "1:2:3"', "telegram.token (config.toml): это не токен бота"),
        ("telegram.moderator_chat = 5", "начинается с -100"),
        ('telegram.private_kind = "chat"', "подходит одно из: consultation, message, problem"),
        ('authority.timezone = "Novosibirsk"', 'например "Asia/Novosibirsk"'),
        ('authority.timezone = "../../etc/passwd"', "нужно название часового пояса"),
        ('authority.timezone = ""', "нужно название часового пояса"),
        ('sla.message.clock = "night"', "подходит одно из: always, office"),
        ("sla.message.warn_before = 5", "нужен список"),
        ('sla.mesage.clock = "always"', "Возможно, имелась в виду sla.message"),
        ('calendar.office_hours.mon = "18:00-09:00"', "нужны часы работы"),
        ('calendar.office_hours.mon = "9-18"', "нужны часы работы"),
        ('calendar.office_hours.monday = "09:00-18:00"', "подходит одно из: mon, tue"),
        ('calendar.quiet_hours = "25:00-08:00"', "нужны два времени"),
        ('calendar.extra_days_off = ["завтра"]', "нужна дата"),
        ('log.level = "loud"', "подходит одно из: debug, info"),
        ('staff = [{id = -1, name = "X"}]', "нужен id пользователя"),
        ('staff = [{id = true, name = "X"}]', "нужен id пользователя"),
        ('staff = [{id = 1, name = "X", roles = ["boss"]}]', "подходит одно из: moderator, head"),
        ("staff = [{id = 1}]", "staff[1].name: не задано"),
        ('departments = [{id = "Отдел", name = "X"}]', "нужно короткое имя"),
        ('storage.url = "sqlite:///x.db"', "sqlite+aiosqlite:///"),
        ("sandbox.clock_offset = nan", "нужно обычное число секунд"),
        ("sandbox.clock_offset = inf", "нужно обычное число секунд"),
        ("sandbox.clock_offset = -1", "нужно число не меньше 0"),
        ("sandbox.clock_offset = 1e30", "нужно число не больше"),
        ('sandbox.clock_offset = "завтра"', "нужно обычное число секунд"),
        ("sandbox.control = 7", "нужно true или false"),
        ("web = 5", "нужен раздел"),
        ('staff = ["Мария"]', "staff[1] (config.toml): нужен раздел"),
        ("telegram.personal_datas = true", "Возможно, имелась в виду telegram.personal_data"),
        ("moderator_chat = -5", "Возможно, имелась в виду telegram.moderator_chat"),
        ("zzz = 1", "zzz (config.toml): такой настройки нет. Все настройки описаны"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(line: str, said: str) -> None:
    Path("config.toml").write_text(f'preset = "nso-quota"\n{line}\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load()
    assert len(refused.value.problems) == 1 or "monday" in line
    assert said in str(refused.value)


def test_a_very_long_value_is_cut() -> None:
    Path("config.toml").write_text(
        'preset = "nso-quota"\nlog.level = "' + "x" * 5000 + '"', encoding="utf-8"
    )
    with pytest.raises(SettingsError) as refused:
        load()
    assert len(str(refused.value)) < 400
