"""Where processes of the tests are forked: one server a test run, which has everything imported.

The server is the interpreter's own, and its list of modules too: whoever sets another list, sets it
for everybody. A start without this takes some five seconds.
"""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "bot.app",
        "bot.dead",
        "bot.doctor.examine",
        "bot.export_command",
        "bot.surveys.check_command",
        "bot.surveys.export_command",
        "bot.surveys.preview_command",
        "bot.vk.platform",
        "tests.endtoend.forked",
        "tests.bot.doctor.test_command",
        "tests.bot.surveys.killed",
        "tests.bot.typed",
        "tests.crowd.unhurried",
        "tests.forked_warm",
    ]
)
