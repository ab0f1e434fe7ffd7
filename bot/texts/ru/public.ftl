# Where others read along: what is said to all, and what staff read about it.

## Said in public

public-registered =
    Вопрос принят, № { $number }. { $late ->
        [yes] Он дошёл до нас с опозданием, ответим здесь как можно скорее.
       *[no] Ответим здесь до { $due } ({ $zone }).
    }
public-clarify = Чтобы ответить, нужно уточнить. Ответьте, пожалуйста, на это сообщение:
public-interim =
    По вопросу № { $number } мы ещё работаем и не успеваем к прежнему сроку.
    Новый срок ответа: { $due } ({ $zone }). Причина: { $reason }
public-extend =
    Срок ответа на вопрос № { $number } продлён до { $due } ({ $zone }). Причина: { $reason }

## What needs no answer by the rule

public-quiet = { $scene ->
        [group] В группе
        [mention] Упоминание
       *[comment] Комментарий
    } без вопроса: <a>{ $words }</a>{ $files ->
        [0] {""}
       *[other] {" "}(вложений: { $files })
    }
button-needs-answer = Нужен ответ: { $words }
public-opened = Создано обращение № { $number }. Срок идёт с даты самого сообщения.
public-opened-already = Это сообщение уже стало обращением или записано слишком давно.

## Taking a message away

button-remove = Удалить запись
public-removing = Удаляем.
public-removed = Записи больше нет: она удалена.
public-not-removed =
    <b>Удалить запись не получилось:</b> { $reason ->
        [no_rights] у бота нет на это прав
        [unknown] мессенджер не ответил
       *[other] мессенджер отказал
    }. { $channel ->
        [telegram] Сделайте бота администратором группы с правом удалять сообщения (сообщения старше 48 часов бот удалить не может)
       *[other] Удалить комментарий может руководитель сообщества
    } или удалите запись вручную{ $link ->
        [yes] {": "}<a>открыть</a>.
       *[no] .
    }
