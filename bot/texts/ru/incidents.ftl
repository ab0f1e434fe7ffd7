# Инциденты: одно и то же от многих людей собирают вместе и отвечают всем сразу.

incident-how =
    Так собирают обращения об одном и том же:
    /incident 12 13 14 – собрать вместе; в теме обращения её номер можно не писать
    /incident И-1 15 – добавить к инциденту
    /incident leave 12 – убрать обращение из инцидента
    /incident take И-1 – стать ответственным
    /incident answer И-1 текст – подготовить ответ всем; в теме номер инцидента можно не писать
    /incidents – какие инциденты есть
incident-unknown = Не нашли: { $numbers }. Ничего не собрано. Номера видно по /open, инциденты по /incidents
incident-two = Эти обращения уже в разных инцидентах: { $numbers }. Сначала уберите лишнее: /incident leave номер
incident-gathered = { $joined ->
        [0] Все названные обращения уже в инциденте <b>{ $number }</b>.
       *[other] Инцидент <b>{ $number }</b>, добавлены обращения: { $numbers }{ incident-more }.
    }{ $sent ->
        [yes] {" "}По этому инциденту ответ уже отправляли. Новым участникам можно отправить тот же.
       *[no] {" "}Ответить всем сразу: /incident answer { $number } текст
    }
incident-more = { $more ->
        [0] {""}
       *[other] {" "}и ещё { $more }
    }
incident-leave-how = Это обращение не в инциденте. Напишите номер: /incident leave 12, или команду без номера в теме обращения.
incident-left = Обращение { $appeal } убрано из инцидента { $number }.
incident-take-how = Такого инцидента нет. Какие есть: /incidents
incident-taken = За инцидент { $number } теперь отвечает { $who }.

incidents = <b>Открытые инциденты: { $count }</b>
incidents-none = Открытых инцидентов нет. Собрать обращения об одном и том же: /incident 12 13
incident-line =
    { "" }
    <b>{ $number }</b> · { $title }
    { $open ->
        [0] Открытых обращений нет, всего { $all }
       *[other] Открыто { $open } из { $all }, { $late ->
            [yes] просрочено, срок был { $due }
           *[no] ответить до { $due }
        }
    } · отвечает { $executor }

card-incident = Инцидент { $number }: { $title }
card-resembles = { $incident ->
        [none] Похоже на обращение { $like }
       *[other] Похоже на инцидент { $incident }
    }
button-incident-gather = { $incident ->
        [none] Собрать вместе
       *[other] Добавить к { $incident }
    }
toast-incident-joined = Добавлено к инциденту { $number }

## Один ответ всем

incident-answer-how = Напишите ответ после команды: /incident answer И-1 текст. В теме обращения из инцидента его номер не нужен. Можно и ответить командой на свою заметку.
incident-answer = <b>Ответ на инцидент { $number }.</b> Получат: { $count }.
incident-place = – { $scene ->
        [group] в группе консультаций
        [comment] в комментариях{ $channel ->
            [vk] {" "}во ВКонтакте
           *[other] {" "}в Telegram
        }
        [mention] в ответ на упоминание
       *[private] лично{ $channel ->
            [vk] , во ВКонтакте
           *[other] , в Telegram
        }
    }: { $count }
incident-out = – { $why ->
        [added] клиент что-то дописал, прочтите
        [ended] уже отвечено или закрыто
        [banned] клиент заблокирован
        [unreachable] клиент запретил сообщения
        [by_hand] ответить можно только вручную
        [failed] не доставлено
        [gone] на прежнем месте ответить уже нельзя (вопрос удалён или комментарии закрыты), ответьте в теме обращения
       *[other] не отправлено
    }, { $count }: { $numbers }{ incident-more }
incident-unfit = <b>Осторожно:</b> в ответе есть телефон, почта или номер документа, а часть получателей спрашивала там, где читают посторонние.
incident-answer-below = Вот что они получат:
button-incident-send = Отправить всем ({ $count })
button-incident-same = Отправить тот же ответ ({ $count })
button-incident-drop = Не отправлять
toast-incident-nobody = Отправлять некому: ответ уже отправлен или все обращения закрыты.
toast-incident-changed = За это время что-то изменилось. Проверьте и нажмите ещё раз.
incident-sending = <b>{ $number }:</b> ответ отправляется, получателей: { $count } ({ $who }). Когда дойдёт до всех, скажем здесь.
incident-dropped = Ответ не отправлен.
incident-retrying = Отправляем ещё раз: { $count }.
incident-done = <b>{ $number }:</b> ответ дошёл, отвечено: { $answered }{ $failed ->
        [0] {""}
       *[other] , не доставлено: { $failed }
    }.
