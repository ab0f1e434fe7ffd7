# What is said where a file could not be taken from one messenger to another.

file-what = { $file ->
        [named] «{ $name }»
        [photo] фото
        [video] видео
        [animation] анимация
        [audio] аудиозапись
        [voice] голосовое сообщение
        [video_note] видеосообщение
        [sticker] стикер
       *[document] файл
    }

file-why = { $reason ->
        [too_large] слишком большой размер
        [message_gone] в том мессенджере, откуда оно пришло, его уже нет
        [unknown] мессенджер долго его не отдаёт
       *[other] мессенджер его не принял или не отдал
    }

file-left-out = [Вложение не передано: { file-what }. Причина: { file-why }.]

client-file-left-out =
    Сотрудники получили ваше сообщение без вложения: { file-what }. Причина: { file-why }. Пришлите его, пожалуйста, ещё раз, если можно – меньшего размера, или расскажите словами, что в нём.

staff-file-left-out =
    <b>Вложение клиенту не передано:</b> { file-what }. Причина: { file-why }. Слова клиенту отправляются, на месте вложения в них стоит пометка. Передайте файл другим способом.
