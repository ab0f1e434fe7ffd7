## Анкета: что не так и как правильно. Читает аналитик (otklik survey check).

survey-file-missing = Файла { $file } нет. Проверьте имя и папку.
survey-file-folder = { $file }: это папка. Укажите файл анкеты.
survey-file-denied = Нет права читать файл { $file }.
survey-file-unreadable = Файл { $file } не читается: { $why }
survey-file-encoding = Файл { $file } сохранён не в UTF-8. Сохраните его в кодировке UTF-8.
survey-file-large = Файл { $file } больше { $limit } КБ: это не похоже на анкету.

survey-heading = Анкета «{ $title }» ({ $code }), вопросов: { $count }
survey-heading-none = Анкета { $file }
survey-faults = Ошибки: { $count }
survey-advices = Советы: { $count }
survey-at-line = строка { $line }: { $what }
survey-at-question = строка { $line }, вопрос «{ $where }»: { $what }
survey-sum-fine = Итог: анкету можно использовать.
survey-sum-advice = Итог: анкету можно использовать. Посмотрите советы.
survey-sum-faults = Итог: пока есть ошибки, анкету использовать нельзя.
survey-expected-wrong = --expected { $given }: нужно целое число больше нуля, например 200.

survey-fault-not-toml =
    { $column ->
        [0] Файл обрывается. Проверьте, все ли кавычки и скобки закрыты.
       *[other] Запись не похожа на TOML (знак { $column }). Проверьте кавычки, скобки, знак «=» и то, что ключ написан латинскими буквами и не повторяется.
    }
survey-fault-too-deep = Слишком много вложенных скобок. Это не похоже на анкету.
survey-fault-unknown-key = Ключа «{ $key }» здесь не бывает. Уберите его.
survey-fault-unknown-key-near = Ключа «{ $key }» здесь не бывает. Возможно, имелся в виду «{ $near }».
survey-fault-missing-key = Нет обязательного ключа «{ $key }».
survey-fault-wrong-type =
    Значение ключа «{ $key }» не подходит. Нужно: { $wanted ->
        [text] текст в кавычках
        [flag] true или false
        [number] целое число без кавычек
        [words] список, например ["yes", "no"]
        [pairs] список пар, например [["effective", "role"]]
        [tables] список, например [{ "{" } code = "yes", text = "Да" { "}" }], или разделы [[{ $key }]]
       *[table] запись в фигурных скобках, например { "{" } code = "yes", text = "Да" { "}" }
    }.
survey-fault-empty = Ключ «{ $key }» пуст.
survey-fault-control = В ключе «{ $key }» есть невидимый служебный знак (например, табуляция). Наберите текст заново.
survey-fault-not-one-of = Ключ «{ $key }»: «{ $given }» не подходит. Можно: { $options }.
survey-fault-not-one-of-near = Ключ «{ $key }»: «{ $given }» не подходит. Возможно, имелось в виду «{ $near }». Можно: { $options }.
survey-fault-foreign-key = Ключ «{ $key }» не подходит к вопросу типа { $kind }. Уберите его или смените тип.

survey-fault-bad-code = Код «{ $code }» не подходит. Нужны строчные латинские буквы, цифры и «_» (в коде анкеты «-»), в начале буква (в коде варианта можно цифру), не больше { $limit } знаков.
survey-fault-double-code = Вопрос с таким кодом уже есть. Коды вопросов не должны повторяться.
survey-fault-double-option = Код варианта «{ $code }» повторяется.
survey-fault-double-text = Вариант «{ $text }» повторяется: люди не смогут отличить один от другого.
survey-fault-nothing-asked = В анкете нет ни одного вопроса. Добавьте раздел [[question]].
survey-fault-too-many-questions = Вопросов { $count }, а можно не больше { $limit }.
survey-fault-few-options = Нужно хотя бы два варианта ответа.
survey-fault-too-many-options = Вариантов { $count }, а можно не больше { $limit }. Объедините похожие.
survey-fault-backward-bounds = Наименьшее ({ $low }) больше наибольшего ({ $high }).
survey-fault-bounds-outside = Значение ключа «{ $key }» должно быть от { $least } до { $most }.
survey-fault-long = Ключ «{ $key }»: { $length } знаков, а можно не больше { $limit }.
survey-fault-long-card = Текст не поместится в одно сообщение: { $length } знаков вместе с вариантами, а можно не больше { $limit }.

survey-fault-condition-unknown = Условие показа: вопроса «{ $question }» нет.
survey-fault-condition-near = Условие показа: вопроса «{ $question }» нет. Возможно, имелся в виду «{ $near }».
survey-fault-condition-later = Условие показа: вопрос «{ $question }» задаётся не раньше этого. Переставьте вопросы.
survey-fault-condition-loop = Условие показа замкнуто в круг ({ $circle }): этих вопросов никто не увидит.
survey-fault-condition-unfit = Условие показа: от вопроса «{ $question }» (тип { $kind }) показ зависеть не может. Подходят вопросы с вариантами, оценкой или числом.
survey-fault-condition-code = Условие показа: в вопросе «{ $question }» нет ответа «{ $code }». Есть: { $there }.
survey-fault-condition-code-near = Условие показа: в вопросе «{ $question }» нет ответа «{ $code }». Возможно, имелся в виду «{ $near }». Есть: { $there }.
survey-fault-unreachable = Этого вопроса никто не увидит: он зависит от вопроса «{ $question }», до которого нельзя дойти.

survey-fault-crosstab-unknown = Таблица { $pair }: вопроса «{ $code }» нет.
survey-fault-crosstab-unfit = Таблица { $pair }: нужны два разных вопроса с вариантами или оценкой.
survey-fault-crosstab-twice = Таблица { $pair } указана дважды.
survey-fault-demographic-text = Свободный текст не может делить людей на группы. Задайте варианты ответа или уберите demographic.

survey-advice-many-questions = Вопросов { $count }. После { $limit } многие бросают опрос. Оставьте главные.
survey-advice-many-options = Вариантов { $count }. Из такого списка трудно выбрать. Лучше не больше { $limit }.
survey-advice-long-read = Длинный текст: { $length } знаков. С телефона удобно читать до { $limit }.
survey-advice-numbered = Варианты не помещаются на кнопках (например, «{ $text }», { $length } знаков). Люди увидят их списком, на кнопках будут номера.
survey-advice-pages =
    { $platform ->
        [vk] ВКонтакте
       *[telegram] В Telegram
    } кнопки вариантов займут страниц: { $pages }. Люди увидят весь список, но для выбора, возможно, понадобится ещё одно нажатие.
survey-advice-required-text = Обязательный вопрос со свободным ответом: многие бросят опрос на нём. Лучше убрать required.
survey-advice-lone-exclusive = Вариант «{ $code }»: в вопросе с одним ответом exclusive ничего не меняет.
survey-advice-no-exclusive = Обязательный вопрос: кому не подходит ни один вариант, тот не сможет ответить честно. Добавьте вариант «Ничего из этого» с exclusive = true.
survey-advice-unnamed-ends = Назовите края шкалы (low и high): иначе не ясно, хорошо это или плохо – { $first }.
survey-advice-demographic-number = Точное число может указать на человека. Лучше варианты-промежутки, например «до 5 лет», «5–10 лет».
survey-advice-groups-need = Вопрос делит людей на группы ({ $groups }). Группы меньше { $k } человек скрываются, поэтому нужно хотя бы { $need } ответов. Сравнить с ожидаемым: --expected ЧИСЛО
survey-advice-groups-small = Вопрос делит людей на группы ({ $groups }). При { $expected } ответах в группе будет около { $size } человек, а группы меньше { $k } скрываются. Объедините варианты или соберите хотя бы { $need } ответов.
survey-advice-combinations = Вопросы { $codes } вместе дают сочетаний: { $groups }. Сочетания реже { $k } раз скрываются в выгрузке; чтобы видеть все, нужно хотя бы { $need } ответов. Чем меньше таких вопросов, тем спокойнее людям.
survey-advice-crosstab-thin = Таблица { $pair }: клеток { $cells }, при { $expected } ответах многие будут скрыты. Нужно хотя бы { $need } ответов.
survey-advice-heavy = Самый длинный возможный ответ занимает { $size } КБ, и столько же места займёт каждый лист. Уменьшите longest в свободных ответах.


## Карточка вопроса. Читают клиенты и сотрудники.

survey-progress = Вопрос { $number } из { $total }
survey-progress-about = Вопрос { $number } из ~{ $total }
survey-text = { $text }
survey-question = <b>{ $text }</b>
survey-ends = { $first } – { $low }, { $last } – { $high }
survey-end = { $code } – { $text }
survey-option = { $number }. { $text }
survey-option-chosen = ✓ { $number }. { $text }
survey-expects-several = Отметьте подходящее и нажмите «Дальше».
survey-expects-between = Отметьте от { $low } до { $high } и нажмите «Дальше».
survey-expects-up-to = Отметьте не больше { $high } и нажмите «Дальше».
survey-expects-number = Напишите ответ целым числом.
survey-expects-number-between = Напишите ответ целым числом от { $low } до { $high }.
survey-expects-number-least = Напишите ответ целым числом, не меньше { $low }.
survey-expects-number-most = Напишите ответ целым числом, не больше { $high }.
survey-expects-text =
    Напишите ответ одним сообщением, до { $longest } знаков.
    Не указывайте имена, телефоны и другие сведения, по которым можно узнать вас или других людей. Написанное останется в этой переписке: удалите его сами, если нужно.
survey-before-typed = На этот вопрос вы уже ответили. Новый ответ заменит прежний.
survey-before-skipped = Этот вопрос вы пропустили.
survey-before-dont-know = Вы ответили: «Затрудняюсь ответить».
survey-ready = Вопросы закончились. Отправить ответы? После отправки изменить или удалить их нельзя: они хранятся без указания, чьи они.

survey-button-begin = Начать
survey-button-next = Дальше
survey-button-back = Назад
survey-button-skip = Пропустить
survey-button-dont-know = Затрудняюсь ответить
survey-button-submit = Отправить ответы
survey-button-stop = Прекратить и удалить
survey-button-not-now = Не сейчас
survey-button-page = Ещё: { $first }–{ $last }

survey-refused-stale = Эта кнопка устарела. Ответьте, пожалуйста, на последний вопрос.
survey-refused-no-such-option = Такого варианта здесь нет. Выберите из предложенных.
survey-refused-not-here = Сейчас это сделать нельзя. Ответьте, пожалуйста, на вопрос.
survey-refused-required = На этот вопрос нужно ответить.
survey-refused-too-few =
    { $limit ->
        [1] Отметьте хотя бы один вариант.
       *[other] Вариантов нужно хотя бы { $limit }.
    }
survey-refused-too-many =
    { $limit ->
        [1] Здесь можно отметить только один вариант. Сначала снимите прежнюю отметку.
       *[other] Вариантов можно отметить не больше { $limit }. Сначала снимите лишнюю отметку.
    }
survey-refused-not-a-number = Нужно целое число, например 15.
survey-refused-too-small = Нужно число не меньше { $limit }.
survey-refused-too-big = Нужно число не больше { $limit }.
survey-refused-too-long = Получилось знаков: { $given }, а можно не больше { $limit }. Ответ не принят. Сократите его и отправьте ещё раз.
survey-refused-no-text = В сообщении нет текста. Напишите ответ словами.


## Предпросмотр анкеты: otklik survey preview

survey-preview-platform =
    { $platform ->
        [vk] ВКонтакте
       *[telegram] Telegram
    }
survey-preview-card = Карточка { $number }
survey-preview-question = Карточка { $number }, вопрос «{ $code }»
survey-preview-page = Карточка { $number }, вопрос «{ $code }», страница кнопок { $page } из { $pages }
survey-preview-when = Видят те, кто на вопрос «{ $after }» ответил: { $answers }
survey-preview-button = [ { $caption } ]


## Опрос: разговор с тем, кто отвечает. Читают клиенты и сотрудники.

survey-anonymity = Ответы хранятся без имени и без номера. Что защищено, а что нет: /privacy
survey-prompt = Ответ на вопрос анкеты
survey-typed-warning = Отвечайте, пока работают кнопки под вопросом. Если анкета прервётся, написанное придёт сотрудникам как обычное сообщение.
survey-none = Сейчас опросов нет. Когда откроется новый, он появится в меню.
survey-not-open = Этот опрос сейчас закрыт.
survey-choose = Выберите опрос:
survey-already = Вы уже ответили на этот опрос. Спасибо.
survey-over = Опрос закончился. Ответы не отправлены, незаконченная анкета удалена.
survey-stopped = Анкета остановлена. Ваши ответы удалены, ничего не сохранено. Начать сначала: /survey
survey-not-now = Хорошо. Когда будет время, отправьте /survey
survey-expired = Час прошёл без ответов, поэтому незаконченная анкета удалена. Ничего не сохранено. Начать сначала: /survey
survey-interrupted = Анкета прервалась. Её ответы не сохранены. Можно начать сначала.
survey-again = Начать сначала
survey-gone = Эта анкета уже закрыта. Ответы не сохранены.
survey-gone-perhaps = Эта анкета уже закрыта. Если вы её отправили, нажмите /survey: там видно, приняты ли ответы.
survey-card-gone = Здесь был вопрос анкеты.
survey-cut = Ответ не помещается в одно сообщение и не принят. Сократите его и отправьте одним сообщением.
survey-edited = Исправленное сообщение не учтено. Чтобы изменить ответ, нажмите «Назад» под вопросом.
survey-not-kept = Ответы не удалось сохранить. Ничего не потеряно: подождите минуту и нажмите «Отправить ответы» ещё раз.
survey-unavailable = Опрос сейчас недоступен. Попробуйте, пожалуйста, позже.
survey-private-only = Анкета работает только в личной переписке.
survey-preview-begins = Предпросмотр: анкета ниже выглядит так, как её увидят люди. Ответы не сохраняются.
survey-preview-ends = Предпросмотр закончен. Ответы не сохранены.


## Волны опросов. Читают аналитик и модераторы.

survey-literal = { $text }
survey-no-role = Волнами опросов управляет аналитик.
survey-how =
    Команды аналитика:
    /survey list – волны и анкеты
    /survey preview АНКЕТА – увидеть анкету так, как её увидят люди
    /survey open АНКЕТА – открыть волну
    /survey close ВОЛНА – закрыть волну раньше срока
    /survey results ВОЛНА – итоги
    /survey withhold ВОЛНА НОМЕРА – скрыть тексты из файлов с итогами
    /survey release ВОЛНА НОМЕРА – вернуть их
    /survey give-up ВОЛНА – отказаться от волны, ключи которой потеряны (администратор)
survey-waves = Волны опросов:
survey-waves-none = Волн опросов ещё не было.
survey-wave-open = { $wave }: открыта до { $closes }, учтено ответов: { $count } (обновляется группами)
survey-wave-closing = { $wave }: закрывается
survey-wave-closed = { $wave }: закрыта, ответов: { $count }
survey-wave-destroyed = { $wave }: закрыта без итогов, ответы уничтожены
survey-no-such-questionnaire = Анкеты «{ $name }» нет. Есть: { $names }
survey-which-questionnaire = Какую анкету? Добавьте её имя к команде. Есть: { $names }
survey-which-wave = Какую волну? Добавьте её имя к команде. Какие есть: /survey list
survey-questionnaires = Анкеты: { $names }
survey-preview-in-private = Предпросмотр показывается в личной переписке с ботом: отправьте ему там /survey preview { $name }
survey-open-faults = В анкете «{ $name }» есть ошибки. Подробно: otklik survey check { $name }
survey-open-already = Волна { $wave } этого опроса ещё открыта.
survey-open-many = У опроса «{ $name }» слишком много волн за квартал.
survey-owned-elsewhere = Опросы ведёт программа на другой машине. Откройте волну там: её ключи должны лежать у той программы.
survey-opened =
    Открыта волна опроса { $wave }, до { $closes }.
    Ссылки на неё: t.me/ИМЯ_БОТА?start=survey_{ $code }, vk.me/ИМЯ_СООБЩЕСТВА?ref=survey_{ $code }
survey-not-opened = Квартальный опрос «{ $name }» не открыт. Когда причина устранена, откройте его: /survey open { $name }
survey-no-such-wave = Волны или опроса «{ $name }» нет. Какие есть: /survey list
survey-no-results-yet = Волна { $wave } ещё не закрыта. Итоги считаются один раз, при закрытии.
survey-keys-lost = Волну { $wave } нельзя закрыть: в файле ключей нет её ключей. Верните файл на место, если он цел. Без него ответы прочитать не может никто. Если файла нет нигде, администратор может отказаться от волны: otklik survey give-up { $wave }
survey-no-admin = Отказаться от волны может только администратор.
survey-give-up-warning = В файле ключей нет ключей волны { $wave }. Если отказаться от неё, все её ответы будут уничтожены непрочитанными, вернуть их будет нельзя. Сначала поищите файл ключей: его копии, а если опросами занималась другая машина, то на ней.
survey-give-up-analyst = Ключ волны { $wave } есть только у аналитика. Если отказаться от неё, все её ответы будут уничтожены непрочитанными, вернуть их будет нельзя. Сначала спросите аналитика: с ключом или его копией ответы можно прочитать.
survey-give-up-word = уничтожить
survey-give-up-sure = Если ключей нет нигде, отправьте: /survey give-up { $wave } { survey-give-up-word }
survey-give-up-not = Ничего не изменено, волна { $wave } осталась как была.
survey-give-up-keys-here = Ключи волны { $wave } на месте, отказываться от неё незачем. Закрыть её: otklik survey close { $wave }
survey-give-up-keys-there = Ключи волны { $wave } есть у работающей программы. Ничего не уничтожено. Закройте волну: /survey close { $wave }
survey-waits-for-key = Волна { $wave } больше не принимает ответы и ждёт ключ аналитика: otklik survey close { $wave } --key ФАЙЛ
survey-closing = Волна { $wave } закрывается.
survey-given-up = Волна { $wave } закрыта без итогов: ключи потеряны, ответы уничтожены непрочитанными.
survey-too-few = Волна { $wave } закрыта без итогов: ответов меньше { $level }, все уничтожены.
survey-closed = Волна { $wave } закрыта. Ответов: { $count }. Отметки о том, кто отвечал, и ключи уничтожены.
survey-results-by-chat = Файл с итогами: /survey results { $wave }
survey-results-by-command = Файл с итогами: otklik survey export { $wave }
survey-switched-off = Опросы выключены: в настройках не указан файл ключей (surveys.key_file).
survey-key-made =
    Ключ аналитика записан в { $file }. Сделайте копию в надёжном месте: без ключа ответы не прочитает никто.
    Открыть волну с этим ключом: otklik survey open АНКЕТА --analyst { $public }
survey-key-there = Файл { $file } уже есть. Ключ не перезаписан: задайте другое имя.
survey-key-not-written = Ключ не записан в { $file }: { $why }
survey-key-missing = Файла ключа нет. Проверьте имя и папку.
survey-key-exposed = Файл { $file } могут прочитать другие. Выполните: chmod 600 { $file }
survey-key-damaged = { $file }: это не файл ключа, или он повреждён.
survey-key-no-key = --analyst: это не открытая часть ключа. Её показывает otklik survey keygen.
survey-wrong-key = Этот ключ не от этой волны. Ответы не открыты, ничего не изменено.
survey-not-closed-yet = Волна { $wave } больше не принимает ответы, но работающая программа её ещё не закрыла. Проверьте позже: /survey list
survey-failed = Не получилось: { $why }
survey-results-sent = Файл с итогами отправлен вам в личную переписку.
survey-results-failed = Файл с итогами волны { $wave } не отправлен. Он есть по команде otklik survey export { $wave }
survey-texts-none = В волне { $wave } никто не написал ответов своими словами.
survey-texts-which = Укажите номера текстов, например 3 7 12-15. Номера – в столбце «№» листа «Тексты» или в otklik survey texts { $wave }
survey-texts-no-number = Текста с номером { $given } нет, всего их { $all }. Ничего не изменено.
survey-texts-marked = Волна { $wave }: скрыто текстов { $count } из { $all }. В новых файлах вместо них будет отметка. Файлы, которые уже выгружены, не меняются.
survey-start-first = Сначала начните личную переписку с ботом: итоги приходят только туда.
