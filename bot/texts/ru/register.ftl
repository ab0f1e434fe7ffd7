# Реестр обращений и еженедельный контроль (Порядок работы с обращениями, п. 24).

## Файл

register-sheet = Реестр
register-how-sheet = Как читать

register-file-name = { $which ->
        [open] Открытые обращения
        [due] Срок на неделе
        [missed] Нарушение сроков
       *[all] Реестр обращений
    } { $period }.xlsx

verdict = { $verdict ->
        [in_time] ответ в срок
        [late] ответ с опозданием
        [running] срок идёт
        [put_off] срок нарушен, идёт новый
        [overdue] просрочено, ответа нет
       *[closed] ответ не требовался
    }

register-column-number = Номер
register-about-number = Номер обращения. Он назван клиенту.
register-column-state = Состояние
register-about-state = Где обращение сейчас или чем закончилось.
register-column-due = Срок ответа
register-about-due = К какому времени нужно ответить. Если срок продлён или дан промежуточный ответ, здесь новый срок.
register-column-verdict = Соблюдение срока
register-about-verdict = «Ответ в срок» – ответ дан до срока или точно в срок. Если срок прошёл без ответа, новый срок нарушения не отменяет. «Ответ не требовался» – не вопрос, спам, клиент отменил обращение или оно закрыто без ответа.
register-column-late = Опоздание, ч:мин
register-about-late = На сколько нарушен срок: до ответа, а если ответа нет – до времени составления файла. Если срок потом перенесли – с нарушения первого срока.
register-column-subject = Тема
register-about-subject = Начало вопроса словами клиента.
register-column-client = Клиент
register-about-client = Код или имя клиента, смотря по тому, можно ли здесь показывать имена.
register-column-received = Поступило
register-about-received = Когда клиент написал. С этого времени идёт срок.
register-column-executor = Исполнитель
register-about-executor = Кто взял обращение. Пусто – пока никто.
register-column-department = Отдел
register-about-department = Какому отделу поручено обращение.
register-column-kind = Вид
register-about-kind = Вид обращения. От него зависит срок ответа.
register-column-channel = Откуда
register-about-channel = Где написал клиент.
register-column-first-reply = Первое сообщение, мин
register-about-first-reply = Через сколько минут сотрудник впервые написал клиенту.
register-column-answer = Ответ, мин
register-about-answer = Через сколько минут дан ответ по существу.
register-column-ended = Завершено
register-about-ended = Когда дан ответ или обращение закрыто.
register-column-cycle = Какой срок
register-about-cycle = 1 – первый срок, 2 и больше – после промежуточного ответа.
register-column-transfers = Передач
register-about-transfers = Сколько раз обращение передавали другому исполнителю или отделу.
register-column-cause = Причина нарушения
register-about-cause = Почему нарушен срок. Причину записывает контролёр.
register-column-incident = Инцидент
register-about-incident = С какими обращениями об одном и том же оно собрано. Пусто – ни с какими.

register-period = Что в файле
register-made = Составлено
register-total = Всего обращений
register-shares = Доли
register-shares-how = Доля считается от обращений, на которые нужно было ответить.
register-names = Персональные данные
register-names-shown = Файл содержит имена клиентов. Не пересылайте его через мессенджеры.
register-names-hidden = Вместо имён стоят коды клиентов; телефоны, почта и номера документов в теме скрыты.

register-what = { $which ->
        [open] открытые обращения
        [due] открытые обращения, срок которых наступает
        [missed] обращения с нарушением срока: без ответа, с опозданием и с переносом после срока
       *[all] все обращения
    }{ $department ->
        [no] {""}
       *[other] , отдел «{ $department }»
    }, { $period }
register-period-all = за всё время
register-period-since = с { $since }
register-period-until = по { $until } включительно
register-period-both = с { $since } по { $until } включительно

register-not-made = Файл составить не удалось: на сервере нет места или доступа к папке. Сообщите администратору.

## Команда /register

register-here = Реестр обращений. На втором листе – итоги и пояснения к столбцам.
register-who-may = Реестр файлом получают начальник отдела, контролёр, аналитик и администратор. Открытые обращения показывает команда /open.
register-command-how =
    Период непонятен. Можно так:
    /register – за этот месяц
    /register октябрь
    /register 01.11.2026–15.11.2026
    /register квартал, год, 2026, всё
    /register открытые – только открытые

## Ежедневная строка

alive = Работаю. { $open ->
        [0] Открытых обращений нет.
       *[other] Открыто { $open }, { $overdue ->
            [0] просроченных нет.
           *[other] <b>просрочено { $overdue }</b>.
        }{ $due ->
            [no] {""}
           *[other] {" "}Ближайший срок: { $due }.
        }
    }

alive-stopped = <b>Отправка сообщений клиентам остановлена,</b> ответы ждут в очереди. Продолжить: /resume

## Еженедельный контроль

weekly-preventive = <b>Предупредительный контроль: что нужно исполнить за неделю</b>
weekly-preventive-none = Предупредительный контроль: на этой неделе сроков нет, просроченных обращений нет.
weekly-preventive-all = Всего по ведомству со сроком на этой неделе и раньше: { $count }. Полный список – в файле.
weekly-final = <b>Окончательный контроль: нарушение сроков за неделю</b>
weekly-final-none = Окончательный контроль: за неделю сроки не нарушены.
weekly-final-all = Всего по ведомству с нарушением срока: { $count }. Полный список – в файле.
weekly-own = <b>Ваши обращения: { $count }</b>
weekly-led = <b>Обращения отдела: { $count }</b>
weekly-more = И ещё: { $count }.
weekly-unreached = Еженедельный контроль для тех, кто ещё не начал личный диалог с ботом. Откройте бота и нажмите /start, чтобы получать списки лично.
weekly-mention = <a>{ $who }</a>.{ $own ->
        [0] {""}
       *[other] {" "}Ваших обращений: { $own }.
    }{ $led ->
        [0] {""}
       *[other] {" "}Обращений отдела: { $led }.
    }{ $all ->
        [0] {""}
       *[other] {" "}Всего по ведомству: { $all }.
    }{ $anything ->
        [no] {" "}Ничего не найдено.
       *[yes] {""}
    }
weekly-line = <a>{ $number }</a> · { $verdict ->
        [running] до { $due }
        [late] ответ с опозданием на { $late }
        [put_off] <b>срок нарушен</b>, новый до { $due }
       *[overdue] <b>нет ответа</b>, просрочено на { $late }
    } · { $executor ->
        [no] {""}
        [nobody] никто не взял ·{" "}
       *[other] { $executor } ·{" "}
    }{ $subject }
