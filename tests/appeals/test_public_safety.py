"""What must not be said where all read it, and what an authority publishes itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.masking import Personal
from appeals.public_safety import Unsafe, contacts_in, personal_in, unsafe_in

PUBLISHED = contacts_in("Приёмная: 8 (383) 238-75-49, почта mintrud@nso.ru")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Позвоните по номеру 8 913 123-45-67", (Unsafe.PHONE,)),
        ("Пишите на ivan@example.org", (Unsafe.EMAIL,)),
        ("Ваш СНИЛС 123-456-789 00", (Unsafe.DOCUMENT,)),
        ("паспорт 50 04 123456", (Unsafe.DOCUMENT,)),
        ("Карта 4276 1234 5678 9012", (Unsafe.CARD,)),
        ("Ответила Мария Ивановна", (Unsafe.NAME,)),
        ("Обратитесь к Ивановой Марии Ивановне", (Unsafe.NAME,)),
        ("Вас примет Валерий Ильич", (Unsafe.NAME,)),
        ("Сообщим Сергею Петровичу", (Unsafe.NAME,)),
        ("Исполнитель: Петров И. С.", (Unsafe.NAME,)),
        ("Исполнитель И.С. Петров-Водкин", (Unsafe.NAME,)),
        ("Это решает Мария Смирнова", (Unsafe.NAME,)),
        ("Это решает Орлов Сергей", (Unsafe.NAME,)),
        ("Страница vk.com/id12345", (Unsafe.PERSON,)),
        ("Тел. 8 913 123-45-67, Петрова А.А.", (Unsafe.PHONE, Unsafe.NAME)),
    ],
)
def test_contacts_documents_and_names_are_found(text: str, found: tuple[Unsafe, ...]) -> None:
    assert unsafe_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Приём по средам с 9 до 12, кабинет 5",
        "Основной закон: № 565-ФЗ от 12.12.2023, статья 38",
        "Новосибирская область, Красный проспект, 18",
        "Министерство труда и социального развития",
        "Срок – до 10 декабря 2026 года. Подробнее на сайте mintrud.nso.ru",
        "Квота составляет 2–4 % при численности свыше 35 человек",
        "Обращение № 2026-000012, ответ до 14:30",
        "ИНН организации 5406123456",
        "",
    ],
)
def test_ordinary_answers_are_not_held(text: str) -> None:
    assert unsafe_in(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Звоните: (383) 238-75-49",
        "Звоните: +7 383 238 75 49",
        "тел. 238-75-49",
        "Пишите: MINTRUD@nso.ru",
    ],
)
def test_what_the_authority_publishes_may_be_said(text: str) -> None:
    assert unsafe_in(text, PUBLISHED) == ()
    assert unsafe_in(text) != ()


def test_another_phone_beside_the_published_one_is_found() -> None:
    text = "Звоните: (383) 238-75-49 или 8 913 123-45-67"
    assert unsafe_in(text, PUBLISHED) == (Unsafe.PHONE,)


@pytest.mark.parametrize(
    ("text", "client", "named"),
    [
        ("Ольга, ответ направлен", "Ольга Смирнова", True),
        ("Ольге ответили", "Ольга Смирнова", True),
        ("Вопрос Смирновой решён", "Ольга Смирнова", True),
        ("Передали Киму", "Пётр Ким", True),
        ("Передали Петру", "Пётр", True),
        ("Артему ответили", "Артём", True),
        ("вера в лучшее", "Вера", False),
        ("Приём по средам", "Ольга Смирнова", False),
        ("Ли, ответ дан", "Ли", False),
        ("Ответ дан", "", False),
    ],
)
def test_the_clients_own_name_is_found_in_its_cases(text: str, client: str, named: bool) -> None:
    assert (Unsafe.CLIENT in unsafe_in(text, client=client)) is named


def test_of_clients_only_what_has_a_form_of_its_own_is_personal() -> None:
    assert personal_in("Я Мария Ивановна, тел. 8 913 123-45-67") == {Personal.PHONE}
    assert personal_in("8 (383) 238-75-49", PUBLISHED) == frozenset()


@given(st.text(max_size=4000), st.text(max_size=60))
def test_any_text_and_name_are_looked_through(text: str, client: str) -> None:
    unsafe_in(text, PUBLISHED, client)


@pytest.mark.parametrize(
    "text", ["Ивановна " * 1000, "И. " * 2000, "А" * 8000, "Иван Иван " * 800, "8 9" * 3000]
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    unsafe_in(text, PUBLISHED, "Иван")


@given(
    st.sampled_from(["8 913 123-45-67", "ivan@example.org", "Мария Ивановна", "Петров И. С."]),
    st.text("абвгд .,", max_size=40),
    st.text("абвгд .,", max_size=40),
)
def test_it_is_found_wherever_it_stands(what: str, before: str, after: str) -> None:
    assert unsafe_in(f"{before} {what} {after}")


def test_names_that_the_authority_publishes_itself_may_be_said() -> None:
    known = "Адрес: улица Николая  Островского, 49. Министр: Бахарева Е. В."
    assert unsafe_in("Приходите: улица Николая Островского, 49") == (Unsafe.NAME,)
    assert unsafe_in("Приходите: улица Николая Островского, 49", known=known) == ()
    assert unsafe_in("Министр Бахарева Е. В. и Петров И. С.", known=known) == (Unsafe.NAME,)
