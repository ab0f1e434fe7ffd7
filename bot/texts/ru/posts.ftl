## Записи в канале и на стене, которые ждут согласования. Читают сотрудники.

post-place = { $channel ->
    [vk] стена сообщества ВКонтакте
   *[telegram] канал Telegram { $chat }
}
post-matter = { $about ->
    [results] об итогах опроса { $wave }
   *[opening] о том, что открылся опрос { $wave }
}
post-without-file = { $bare ->
    [yes] { " " }Файл с итогами бот к записи на стене не приложит: уйдёт только этот текст. Файл лежит в этом чате, приложить его можно вручную.
   *[no] { "" }
}
post-draft = Запись { post-matter }: { post-place }.{ post-without-file } Опубликовать может аналитик, начальник отдела или администратор. Текст записи:
    { "" }
post-by-hand = Запись { post-matter }: { post-place }. Сам бот её не разместит, для этого нужен ключ пользователя ВКонтакте (vk.user_token). Разместите текст сами{ $bare ->
        [yes] , приложите файл с итогами из этого чата
       *[no] { "" }
    } и нажмите «Размещено»:
    { "" }
post-page = Страница итогов опроса { $wave } для сайта. Её же бот приложит к записи в канале Telegram.
post-approved = Запись { post-matter }: { post-place }. Публикует { $who }. Текст записи:
    { "" }
post-declined = Запись { post-matter }: { post-place }. Решение: не публиковать ({ $who }). Текст записи:
    { "" }
post-published = Запись { post-matter } размещена: { post-place }. { $link }
post-failed = Запись { post-matter } не опубликована: { post-place }. { $why ->
        [no_rights] У бота нет права публиковать там. Сделайте его администратором с правом публиковать сообщения и нажмите «Повторить».
        [chat_gone] Бот не состоит в этом канале, или канала нет. Добавьте его и нажмите «Повторить».
        [too_large] Файл слишком велик.
        [no_connection] Связи нет уже несколько минут. Повторите позже.
        [no_page] Страница итогов не записалась на диск.
       *[other] Площадка отказала: { $why }
    }
post-unknown = Неизвестно, опубликована ли запись { post-matter }: { post-place }. Ответ площадки потерялся. Посмотрите там и нажмите нужную кнопку.
post-stale = Запись { post-matter } не опубликована: опрос уже закрыт.
post-button-publish = Опубликовать
post-button-again = Повторить
post-button-drop = Не публиковать
post-button-placed = Размещено
post-no-role = Публиковать может аналитик, начальник отдела или администратор.
post-stands = { $state ->
        [declined] Решено не публиковать
        [published] Уже размещено
        [stale] Опрос уже закрыт
        [failed] Эта кнопка устарела, нажмите последнюю
        [unknown] Эта кнопка устарела, нажмите последнюю
        [draft] Эта кнопка устарела
        [by_hand] Эту запись размещает человек
       *[approved] Уже публикуется
    }{ $named ->
        [yes] : { $who }.
       *[no] .
    }

## Сами записи. Читают клиенты.

post-opening =
    { $title }: анонимный опрос

    Вопросов: до { $questions }, это { $minutes ->
        [1] около минуты
       *[other] около { $minutes } мин
    }. Ответы принимаются до { $closes }. { survey-anonymity-public }

    Ответить: { $link }
survey-anonymity-public = Ответы хранятся без имени и без номера; что защищено, а что нет, бот расскажет по команде /privacy.
post-results =
    { $title }

    { $lead }
post-figure = • { $question } { $figure }
post-figure-most = Чаще всего: «{ $label }», { $share } (ответили: { $base }).
post-figure-mean = { $figure } (ответили: { $base }).
post-more = Все итоги: { $link }
post-attached = Все итоги – в приложенном файле.
