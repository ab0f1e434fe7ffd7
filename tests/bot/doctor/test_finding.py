from bot.doctor.finding import fine, problem, report, warning

GOOD = fine("texts", "texts-built-in")
ODD = warning("database", "database-no-tables")
BAD = problem("disk", "disk-full", room="5")


def test_a_finding_without_advice_takes_one_line() -> None:
    assert "хорошо   Тексты: стандартные\n" in report([GOOD])


def test_advice_stands_below_what_is_wrong() -> None:
    lines = report([BAD]).splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("ОШИБКА"))
    assert "5 МБ" in lines[place]
    assert lines[place + 1] == "         Срочно освободите место на диске."


def test_the_last_line_sums_up() -> None:
    assert report([GOOD]).endswith("Итог: всё в порядке.")
    assert report([GOOD, ODD]).endswith("Итог: работать можно. Замечаний: 1.")
    assert report([BAD, ODD]).endswith("Итог: нужно исправить. Ошибок: 1, замечаний: 1.")


def test_only_a_problem_is_a_problem() -> None:
    assert [finding.is_problem for finding in (GOOD, ODD, BAD)] == [False, False, True]
