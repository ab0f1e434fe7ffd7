# What the sandbox's page shows of the program; a live installation shows none of it.

behind-rung = { $step ->
        [warning] Предупреждение за { behind-span }
        [overdue] Срок ответа
        [executor] Исполнителю { behind-after }
        [head] Начальнику отдела { behind-after }
       *[controller] Контролёру { behind-after }
    }

behind-after = { $once ->
        [yes] сразу после срока
       *[no] через { behind-span } после срока
    }

behind-span = { $working ->
        [0] { $span }
       *[other] { $working } раб. дн.
    }

behind-next = { $name }, № { $number }

behind-event = { history-what }{ $told ->
        [no] {""}
       *[other] : { $told }
    }

behind-who = { $actor ->
        [client] Клиент { $who }
        [staff] { $who }
       *[system] Отклик
    }

behind-not-understood = Запрос не понят. Нужно число секунд: "offset".
behind-no-such-time = Часы идут только вперёд и не дальше чем на десять лет.
behind-no-appeal = Обращения с таким номером нет.
behind-storage = База данных не отвечает. Повторите позже.
