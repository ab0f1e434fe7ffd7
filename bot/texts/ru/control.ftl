# Deadlines, notices to employees, downtime. A ministry may override any message.

## The gathered notice, in private

notice-head =
    <b>{ $overdue ->
        [0] { $soon ->
            [0] Долго ждём ответа клиента: { $paused }
           *[other] Скоро срок ответа: { $soon }{ notice-paused }
        }
       *[other] Просрочено: { $overdue }{ $soon ->
            [0] {""}
           *[other] , скоро срок: { $soon }
        }{ notice-paused }
    }</b>{ $late ->
        [yes] {" "}(сообщаем с опозданием)
       *[no] {""}
    }

notice-paused = { $paused ->
        [0] {""}
       *[other] , долго ждём ответа клиента: { $paused }
    }

notice-gap = Программа не работала с { $since } до { $until }.

notice-line = <a>№ { $number }</a> · { $overdue ->
        [yes] просрочено на { $span }, срок был { $due }
        [paused] ждём ответа клиента, срок приостановлен. Напишите клиенту ещё раз или закройте обращение
       *[no] осталось { $span }, ответить до { $due }
    } · { $taken ->
        [nobody] никто не взял
        [you] за вами
       *[other] { $executor }
    } · { $subject }

notice-incident = <b>Инцидент { $number }</b> · обращений: { $count }{ $overdue ->
        [0] {""}
       *[other] , просрочено: { $overdue }
    } · { $overdue ->
        [0] осталось { $span }, ответить до { $due }
       *[other] первый срок был { $due }, { $span } назад
    } · отвечает { $executor } · { $title }

notice-already-sent = { $by ->
        [you] Вы написали клиенту
        [elsewhere] Клиенту ответили { $channel ->
            [public] прямо там, где был вопрос
            [vk] во ВКонтакте
           *[other] в другом приложении
        }
       *[other] Клиенту написал сотрудник { $who }
    } в { $when }: «{ $words }». Это был ответ? Нажмите «Ответ дан» в теме обращения.

notice-more = И ещё обращений: { $more }. Все просроченные: /overdue в чате модераторов.

notice-causes = { $several ->
        [yes] Укажите причины просрочки в чате модераторов: /cause номер.
       *[no] Укажите причину просрочки.
    }

## Who has not started the bot, in the moderator chat

notice-unreached =
    { $people ->
        [one] <b>Личное уведомление не дошло до сотрудника, поэтому сообщаем здесь.</b>
       *[other] <b>Личные уведомления не дошли до сотрудников, поэтому сообщаем здесь.</b>
    }
    Чтобы получать их лично, откройте бота и нажмите /start.

notice-mention = <a>{ $who }</a>{ $blocked ->
        [yes] {" "}(бот заблокирован)
       *[no] {""}
    }: { $overdue ->
        [0] { $soon ->
            [0] долго ждём ответа клиента: { $paused }
           *[other] скоро срок: { $soon }{ notice-paused }
        }
       *[other] просрочено: { $overdue }{ $soon ->
            [0] {""}
           *[other] , скоро срок: { $soon }
        }{ notice-paused }
    }{ $late ->
        [yes] {" "}(с опозданием)
       *[no] {""}
    }. { $numbers }{ $more ->
        [0] {""}
       *[other] {" "}и ещё { $more }
    }

notice-nobody =
    { "" }
    Сообщить лично некому: в списке нет ни одного сотрудника. Администратор программы добавляет их в настройках, раздел staff.

## Downtime

downtime-long =
    <b>Программа не работала { $span }: с { $since } до { $until }.</b>
    Telegram хранит непрочитанные сообщения только 24 часа, поэтому часть обращений оттуда за это время могла не дойти. Если это важно, попросите клиентов написать ещё раз.
