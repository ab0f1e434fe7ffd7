"""The bot's settings for the sandbox's VK."""

import json

from sandbox.vk.world import VkWorld

CATEGORIES = {
    "quota": "Квота для приёма на работу",
    "vacancies": "Вакансии и подбор работы",
    "benefits": "Пособие по безработице",
    "training": "Обучение и переобучение",
    "portal": "Портал «Работа России»",
    "service": "Качество обслуживания",
    "other": "Другое",
}


def vk_environment(vk: VkWorld, *, url: str, department: str) -> dict[str, str]:
    """Return the settings that point the bot at this VK.

    ``url`` is the sandbox's own; every category of problems belongs to ``department``.
    """
    categories = [
        {"code": code, "name": name, "department": department} for code, name in CATEGORIES.items()
    ]
    return {
        "OTKLIK_VK__TOKEN": vk.community.group_token,
        "OTKLIK_VK__SERVICE_TOKEN": vk.community.service_token,
        "OTKLIK_VK__USER_TOKEN": vk.community.user_token,
        "OTKLIK_VK__MENTIONS_EVERY": "5s",
        "OTKLIK_VK__GROUP_ID": str(vk.community.id),
        "OTKLIK_VK__API_URL": f"{url}/vk",
        "OTKLIK_VK__PROBLEM_CATEGORIES": json.dumps(categories, ensure_ascii=False),
    }
