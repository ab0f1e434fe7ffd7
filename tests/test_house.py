"""The rules of the house that no linter knows."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = ("appeals", "bot", "handlers", "sandbox", "storage", "surveys")
CODE = (*PROGRAM, "bench", "presets", "tests")

WALL_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("func", "now"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
}
MAY_READ_THE_CLOCK = {"bot/clock.py"}

STOPWATCHES = {"monotonic", "perf_counter", "process_time", "thread_time", "time"}
MAY_MEASURE = {
    "tests/bot/vk/test_client.py": "a limit of calls a second: at least so long, never at most",
    "tests/crowd/test_wave.py": "prints a figure",
    "tests/endtoend/desk.py": "the program's steady clock, that can be moved",
    "tests/endtoend/test_stop.py": "prints a figure",
    "tests/sandbox_server.py": "the platforms' steady clock",
    "tests/storage/test_clock.py": "prints a figure",
}

# Modules without a mirrored test of their own, under the test that drives them instead.
TESTED_ELSEWHERE = {
    "tests/appeals/test_desk.py": ["appeals/model.py"],
    "tests/bot/settings/test_explain.py": ["bot/settings/kinds.py"],
    "tests/bot/settings/test_load.py": ["bot/settings/problems.py"],
    "tests/bot/telegram/test_parsing.py": [
        "bot/telegram/contents.py",
        "bot/telegram/described.py",
        "bot/telegram/people.py",
    ],
    "tests/bot/telegram/test_polling.py": [
        "bot/backoff.py",
        "bot/status.py",
        "bot/telegram/status.py",
    ],
    "tests/bot/telegram/test_toasts.py": ["bot/toasts.py"],
    "tests/bot/telegram/test_sending.py": ["bot/telegram/outgoing.py"],
    "tests/bot/doctor/test_vk.py": ["bot/doctor/vk_keys.py"],
    "tests/bot/vk/test_client.py": ["bot/vk/session.py"],
    "tests/bot/vk/test_commenting.py": ["bot/vk/keys.py"],
    "tests/bot/vk/test_comments.py": ["bot/vk/fields.py"],
    "tests/bot/vk/test_contents.py": ["bot/vk/described.py"],
    "tests/bot/vk/test_lost_comments.py": ["bot/vk/wall_reading.py"],
    "tests/bot/vk/test_outcomes.py": ["bot/vk/failures.py"],
    "tests/bot/vk/test_polling.py": [
        "bot/vk/longpoll.py",
        "bot/vk/profiles.py",
        "bot/vk/reconciling.py",
    ],
    "tests/bot/vk/test_sending.py": ["bot/vk/history.py", "bot/vk/uploads.py"],
    "tests/bot/backup/test_restore_command.py": [
        "bot/backup/answer.py",
        "bot/backup/archive.py",
        "bot/backup/installation.py",
        "storage/postgres_dump.py",
        "storage/snapshot.py",
        "storage/sqlite_copy.py",
    ],
    "tests/bot/test_app.py": ["bot/house.py", "bot/web_server.py"],
    "tests/bot/delivery/test_booking.py": [
        "bot/delivery/measuring.py",
        "bot/delivery/resting.py",
        "bot/delivery/step.py",
        "bot/delivery/turn.py",
    ],
    "tests/bot/delivery/test_loop.py": ["bot/delivery/ended.py", "bot/pauses.py"],
    "tests/bot/delivery/test_outcomes.py": ["bot/delivery/notes.py"],
    "tests/bot/delivery/test_next_step.py": ["bot/delivery/repetition.py"],
    "tests/bot/test_enqueue.py": ["bot/lanes.py", "bot/payload.py", "bot/saying.py"],
    "tests/bot/test_guide_file.py": ["bot/guide_check.py", "bot/toml_table.py"],
    "tests/bot/test_export_command.py": ["bot/register_export.py", "bot/sqlite_file.py"],
    "tests/bot/test_two_channels.py": [
        "bot/delivery/fetching.py",
        "bot/delivery/lost_files.py",
        "handlers/left_out.py",
    ],
    "tests/bot/test_register_file.py": ["bot/register_columns.py", "bot/register_words.py"],
    "tests/bot/surveys/test_box.py": [
        "bot/surveys/closing.py",
        "bot/surveys/stored_wave.py",
        "bot/surveys/waiting.py",
    ],
    "tests/bot/surveys/test_posting.py": ["bot/surveys/drafting.py"],
    "tests/bot/surveys/test_mailing.py": [
        "bot/surveys/invitation.py",
        "bot/surveys/inviting.py",
        "bot/surveys/mailing_now.py",
        "bot/surveys/reminding.py",
        "storage/surveys/mail.py",
    ],
    "tests/bot/surveys/test_service.py": [
        "bot/surveys/analyst.py",
        "bot/surveys/closing_due.py",
        "bot/surveys/employees.py",
        "bot/surveys/quarters.py",
        "bot/surveys/results_file.py",
        "bot/surveys/results_handed.py",
        "bot/surveys/waves.py",
    ],
    "tests/channels/test_surveys.py": [
        "bot/surveys/beginning.py",
        "bot/surveys/handing_in.py",
        "bot/surveys/on_offer.py",
        "bot/surveys/presses.py",
        "bot/surveys/shown.py",
        "bot/surveys/sitting.py",
        "bot/surveys/sittings.py",
        "bot/surveys/talk.py",
        "bot/surveys/typed.py",
    ],
    "tests/bot/test_web.py": ["bot/health.py", "bot/metrics.py"],
    "tests/appeals/test_calendar.py": ["appeals/windows.py"],
    "tests/bot/test_desk_settings.py": ["bot/settings/clocks.py"],
    "tests/endtoend/test_clock.py": ["bot/timing.py"],
    "tests/handlers/test_deadlines.py": [
        "handlers/clock.py",
        "handlers/notice_lines.py",
        "handlers/notices.py",
    ],
    "tests/handlers/test_handover.py": ["handlers/telling.py"],
    "tests/handlers/test_incident_hints.py": ["handlers/incident_presses.py"],
    "tests/handlers/test_moderator_commands.py": ["handlers/command.py", "handlers/refusals.py"],
    "tests/handlers/test_moderator_topic.py": ["handlers/office.py"],
    "tests/handlers/test_private_chat.py": ["handlers/conversation/incoming.py"],
    "tests/storage/test_clock.py": [
        "storage/marks.py",
        "storage/notices.py",
        "storage/occurrences.py",
        "storage/steps.py",
    ],
    "tests/sandbox/test_bot_api.py": [
        "sandbox/connections.py",
        "sandbox/disconnects.py",
        "sandbox/guard.py",
        "sandbox/params.py",
        "sandbox/registry.py",
        "sandbox/server.py",
        "sandbox/serving.py",
        "sandbox/targets.py",
        "sandbox/wire.py",
    ],
    "tests/sandbox/test_control.py": [
        "sandbox/changes.py",
        "sandbox/control_input.py",
        "sandbox/incoming.py",
        "sandbox/press.py",
        "sandbox/presses.py",
        "sandbox/settings.py",
        "sandbox/stream.py",
        "sandbox/view.py",
    ],
    "tests/sandbox/test_groups.py": ["sandbox/methods_groups.py"],
    "tests/sandbox/test_main.py": ["sandbox/__main__.py"],
    "tests/sandbox/test_people.py": ["sandbox/core.py", "sandbox/state.py", "sandbox/world.py"],
    "tests/sandbox/test_refusals_changes.py": ["sandbox/methods_editing.py"],
    "tests/sandbox/test_refusals_texts.py": [
        "sandbox/markup.py",
        "sandbox/methods_sending.py",
        "sandbox/refusals.py",
        "sandbox/texts.py",
    ],
    "tests/sandbox/test_sending.py": ["sandbox/attachments.py", "sandbox/files.py"],
    "tests/sandbox/vk/test_control.py": [
        "sandbox/vk/control_input.py",
        "sandbox/vk/mount.py",
        "sandbox/vk/switches.py",
        "sandbox/vk/view.py",
    ],
    "tests/sandbox/vk/test_faults.py": ["sandbox/vk/api.py", "sandbox/vk/suffering.py"],
    "tests/sandbox/vk/test_longpoll.py": ["sandbox/vk/events.py"],
    "tests/sandbox/vk/test_methods_walls.py": ["sandbox/vk/wall_wire.py"],
    "tests/sandbox/vk/test_walls.py": [
        "sandbox/vk/wall_control.py",
        "sandbox/vk/wall_state.py",
        "sandbox/vk/wall_view.py",
    ],
    "tests/sandbox/vk/test_methods_sending.py": [
        "sandbox/vk/contents.py",
        "sandbox/vk/params.py",
        "sandbox/vk/refusals.py",
        "sandbox/vk/targets.py",
    ],
    "tests/sandbox/vk/test_people.py": [
        "sandbox/vk/core.py",
        "sandbox/vk/employees.py",
        "sandbox/vk/press.py",
        "sandbox/vk/presses.py",
        "sandbox/vk/state.py",
        "sandbox/vk/wire.py",
        "sandbox/vk/world.py",
    ],
    "tests/sandbox/vk/test_tokens.py": ["sandbox/vk/registry.py"],
    "tests/sandbox/vk/test_uploads.py": [
        "sandbox/vk/files_http.py",
        "sandbox/vk/incoming.py",
        "sandbox/vk/methods_uploads.py",
        "sandbox/vk/sniffing.py",
        "sandbox/vk/storing.py",
        "sandbox/vk/uploading.py",
    ],
    "tests/storage/test_appeals.py": ["storage/appeal_row.py", "storage/history.py"],
    "tests/bot/surveys/test_charts.py": ["bot/surveys/export_svg.py", "bot/surveys/svg.py"],
    "tests/bot/surveys/test_export_command.py": ["bot/surveys/closed_wave.py"],
    "tests/bot/surveys/test_export_xlsx.py": [
        "bot/surveys/codebook.py",
        "bot/surveys/method.py",
        "bot/surveys/results_sheet.py",
    ],
    "tests/bot/surveys/test_page.py": ["bot/surveys/trend_words.py"],
    "tests/surveys/test_checking.py": ["surveys/findings.py"],
    "tests/surveys/test_results.py": ["surveys/scheme.py"],
    "tests/surveys/test_suppression.py": ["surveys/attacker.py", "surveys/publication.py"],
    "tests/surveys/test_tally.py": ["surveys/crosstab.py"],
    "tests/surveys/test_reading.py": ["surveys/toml_table.py"],
    "tests/storage/test_migrate.py": [
        "storage/migrations/versions/v0001_first.py",
        "storage/migrations/versions/v0002_clock.py",
        "storage/migrations/versions/v0003_people.py",
        "storage/migrations/versions/v0004_mailings.py",
        "storage/migrations/versions/v0005_public.py",
        "storage/migrations/versions/v0006_incidents.py",
    ],
    "tests/storage/test_store.py": ["storage/db.py"],
}

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
NOQA = re.compile(r"# noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* - \S.{2,}")
IGNORE = re.compile(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]\s+# \S.{2,}")
NAMED_TEST = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")


def modules(*packages: str) -> list[Path]:
    """All Python files of these packages."""
    return sorted(file for package in packages for file in (ROOT / package).rglob("*.py"))


def named(files: list[Path]) -> list[str]:
    """Their names from the repository's root."""
    return [file.relative_to(ROOT).as_posix() for file in files]


def clocks_read(tree: ast.AST) -> Iterator[int]:
    """Lines in which the wall clock is read, or handed on to be read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (name, node.attr) in WALL_CLOCKS:
                yield node.lineno


def stopwatches(tree: ast.AST) -> Iterator[int]:
    """Lines in which it is measured how long something takes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for one in node.names if one.name in STOPWATCHES)
        if isinstance(node, ast.Attribute) and node.attr in STOPWATCHES:
            owner = ast.unparse(node.value)
            if owner == "time" or owner.endswith("_loop()"):
                yield node.lineno


def mirrors(module: str) -> set[str]:
    """Where a module's tests may be: in its mirror, or in the mirror of its whole package."""
    path = Path(module)
    mirror = Path("tests") / path.parent / f"test_{path.name}"
    of_package = Path("tests") / path.parent.parent / f"test_{path.parent.name}.py"
    return {mirror.as_posix(), of_package.as_posix()}


def does_something(file: Path) -> bool:
    """Some function has more than a docstring: ports, shapes and lists have nothing to test."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    tree = ast.parse(file.read_text(encoding="utf-8"))
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    return any(not isinstance(body[-1], ast.Expr) or len(body) > 1 for body in bodies)


def comments(file: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each comment."""
    source = io.StringIO(file.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(source.readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def functions(file: Path) -> set[str]:
    """Names of all functions in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


@pytest.mark.parametrize(
    "module", named(modules("appeals", "handlers", "storage", "surveys", "bot"))
)
def test_the_clock_is_read_in_one_place(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    assert module in MAY_READ_THE_CLOCK or list(clocks_read(tree)) == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "f(clock=datetime.now)",
        "func.now()",
    ],
)
def test_reading_the_clock_would_be_noticed(line: str) -> None:
    assert list(clocks_read(ast.parse(line))) == [1]
    assert list(clocks_read(ast.parse("clock.now(), time.monotonic()"))) == []


def test_no_test_looks_at_how_long_it_took() -> None:
    """A busy machine would decide; what is measured for people belongs to `bench` and `chaos`."""
    measuring = {
        file
        for file in named(modules("tests"))
        if any(stopwatches(ast.parse((ROOT / file).read_text(encoding="utf-8"))))
    }
    assert {file for file in measuring if "/chaos/" not in file} == MAY_MEASURE.keys()


@pytest.mark.parametrize(
    "line",
    [
        "began = time.monotonic()",
        "from time import perf_counter",
        "asyncio.get_running_loop().time()",
        "timer = time.process_time",
    ],
)
def test_looking_at_it_would_be_noticed(line: str) -> None:
    assert list(stopwatches(ast.parse(line))) == [1]
    assert list(stopwatches(ast.parse("world.monotonic(), clock.time, time.sleep(1)"))) == []


@pytest.mark.parametrize("module", named(list(filter(does_something, modules(*PROGRAM)))))
def test_every_module_has_its_test(module: str) -> None:
    elsewhere = {test for test, covered in TESTED_ELSEWHERE.items() if module in covered}
    assert [test for test in mirrors(module) | elsewhere if (ROOT / test).exists()]


def test_the_list_of_what_is_tested_elsewhere_is_true() -> None:
    listed = [module for covered in TESTED_ELSEWHERE.values() for module in covered]
    assert [file for file in (*listed, *TESTED_ELSEWHERE) if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("file", named(modules(*CODE)))
def test_every_exception_from_a_check_gives_its_reason(file: str) -> None:
    for line, comment in comments(ROOT / file):
        if re.match(r"#\s*noqa", comment):
            assert NOQA.search(comment), f"{file}:{line}"
        if re.match(r"#\s*type:\s*ignore", comment):
            assert IGNORE.search(comment), f"{file}:{line}"


def test_nothing_is_left_unfinished() -> None:
    kinds = ("*.py", "*.ftl", "*.toml", "*.md", "*.js", "*.html", "*.css")
    files = {file for kind in kinds for file in ROOT.glob(kind)}
    files |= {
        file for top in (*CODE, "docs") for kind in kinds for file in (ROOT / top).rglob(kind)
    }
    left = [
        file.relative_to(ROOT).as_posix()
        for file in sorted(files)
        if UNFINISHED.search(file.read_text(encoding="utf-8"))
    ]
    assert left == []


def test_the_papers_name_only_tests_that_exist() -> None:
    papers = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{paper.name}: {match[0]}"
        for paper in papers
        if paper.exists()
        for match in NAMED_TEST.finditer(paper.read_text(encoding="utf-8"))
        if not (ROOT / match[1]).exists()
        or (match[2] and match[2] not in functions(ROOT / match[1]))
    ]
    assert missing == []


@pytest.mark.parametrize("file", named(modules("tests")))
def test_no_test_is_skipped_without_a_reason(file: str) -> None:
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = node.args or any(key.arg == "reason" for key in node.keywords)
            assert said or node.func.attr not in {"skip", "skipif", "xfail"}, node.lineno


def test_the_list_of_what_forked_processes_have_imported_is_set_in_one_place() -> None:
    """A second list would silently replace the first, and every start take seconds."""
    setting = "set_forkserver_" + "preload"
    files = [one for one in modules("tests") if setting in one.read_text(encoding="utf-8")]
    assert named(files) == ["tests/forks.py"]
