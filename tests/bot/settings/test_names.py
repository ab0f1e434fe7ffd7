from bot.settings.names import dotted, is_secret, known, nearest


def test_entries_of_a_list_are_counted_from_one() -> None:
    assert dotted(("staff", 0, "roles", 1)) == "staff[1].roles[2]"


def test_every_documented_name_is_known() -> None:
    documented = """
        preset authority.name authority.short_name authority.timezone authority.mention_names
        telegram.token telegram.api_url telegram.proxy telegram.private_kind telegram.moderator_chat
        telegram.consultation_chats telegram.channels telegram.personal_data vk.personal_data
        vk.token vk.service_token vk.user_token vk.group_id vk.api_url vk.problem_categories
        vk.problem_categories.code vk.problem_categories.name vk.problem_categories.department
        vk.message_kind storage.url storage.files web.host web.port departments departments.id
        departments.name departments.head departments.duty staff staff.id staff.name staff.position
        staff.roles staff.department moderation.note_prefix sla.consultation.answer_within
        sla.message.clock sla.problem.warn_before sla.comment.escalate.after sla.mention.escalate.to
        sla.formal.pause_on_clarify sla.complaint sla.epgu sla.offline calendar.office_hours
        calendar.extra_days_off calendar.extra_workdays calendar.quiet_hours surveys.folder
        surveys.key_file surveys.k_clients surveys.k_staff surveys.quarterly.survey
        surveys.quarterly.day surveys.quarterly.time surveys.field_days surveys.remind_after_days
        surveys.post_channels surveys.results_url sandbox.control
        sandbox.clock_offset
    """
    assert set(documented.split()) <= set(known())


def test_a_neighbour_in_the_same_section_comes_next() -> None:
    assert nearest(("vk", "tokn")) == "vk.token"
    assert nearest(("staff", 3, "positon")) == "staff.position"


def test_the_same_name_elsewhere_is_nearest() -> None:
    assert nearest(("moderator_chat",)) == "telegram.moderator_chat"


def test_what_resembles_nothing_has_no_neighbour() -> None:
    assert nearest(("qqqq",)) == ""


def test_secrets_are_known_by_their_type() -> None:
    assert is_secret(("telegram", "token"))
    assert is_secret(("telegram", "proxy"))
    assert is_secret(("storage", "url"))
    assert is_secret(("vk", "user_token"))
    assert not is_secret(("web", "port"))


def test_what_is_unknown_may_be_a_secret() -> None:
    assert is_secret(("telegram", "tokn"))
    assert is_secret(("telegram",))
