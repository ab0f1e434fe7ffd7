## Итоги опроса: файл для аналитика, диаграммы и страница для сайта.

results-period = с { $since } по { $until }
results-date = { $day }.{ $month }.{ $year }
results-title = { $title }: итоги опроса
results-lead = Опрос проведён { $period }. Анкет: { $sheets }.
results-rate = Ответили { $share } из { $invited } приглашённых.
results-source = Источник: анонимный опрос «{ $title }», { $period }

results-base = Ответили: { $base }
results-base-hidden = Ответивших слишком мало: итоги по вопросу не показаны.
results-nobody = На этот вопрос никто не ответил.
results-no-answer = без ответа: { $share }
results-dont-know = в том числе затруднились: { $count }
results-mean = Средняя оценка: { $value }
results-mean-between = Средняя оценка: { $value } (от { $low } до { $high } с вероятностью 95 %)
results-nps = Индекс готовности рекомендовать (NPS): { $value }
results-nps-between = Индекс готовности рекомендовать (NPS): { $value } (от { $low } до { $high } с вероятностью 95 %)
results-number = Среднее: { $value }
results-number-between = Среднее: { $value } (от { $low } до { $high } с вероятностью 95 %)
results-quartiles = Половина ответов не больше { $middle }; средняя половина – от { $lower } до { $upper }
results-only-mean = Распределение ответов не показано: группы слишком малы.
results-all-hidden = Ответы не показаны: группы слишком малы.
results-some-hidden = Часть строк скрыта: группы слишком малы.
results-several = Можно было выбрать несколько ответов, поэтому сумма долей может быть больше 100 %.
results-texts = Ответы своими словами обрабатываются отдельно. Ответили: { $base }
results-asked = Вопрос задан тем, кто на вопрос «{ $question }» ответил: { $answers }

results-hidden = скрыто
results-column-answer = Ответ
results-column-count = Человек
results-column-share = Доля
results-column-low = Доля: от
results-column-high = Доля: до
results-column-interval = С вероятностью 95 %
results-between = от { $low } до { $high }
results-cross = { $rows } – по группам: { $columns }
results-cross-column = { $group } (ответили: { $base })
results-cross-column-hidden = { $group } (скрыто)
results-promoters = посоветуют
results-passives = не определились
results-detractors = не посоветуют
results-chart = Диаграмма: { $title }
results-chart-rows = { $label }: { $value }
results-skip = К итогам
results-contents = Вопросы

results-trend = Как менялись ответы
results-trend-wave = Опрос
results-trend-break = формулировка изменилась
results-trend-broken = Черта между опросами: вопрос был сформулирован иначе, сравнивать нельзя.
results-trend-none = –

results-how = Как посчитано
results-how-base = Доли считаются от тех, кто ответил на вопрос. Кто пропустил вопрос или затруднился ответить, показан отдельно.
results-how-interval = Границы «с вероятностью 95 %» показывают, насколько могла бы отличаться доля, если бы из тех же людей случайно ответили другие (метод Уилсона; для средних – распределение Стьюдента). Опрос добровольный: тех, кто не захотел отвечать, он не описывает.
results-how-hidden = Чтобы по итогам нельзя было узнать ответ отдельного человека, группы меньше { $k } человек не показаны. Вместе с ними скрыты числа, по которым их можно было бы вычислить.
results-how-hidden-unanimous = В небольших группах не показано и то, что все ответили одинаково.
results-how-nps = NPS – доля ответов 9 и 10 минус доля ответов от 0 до 6.
results-how-grouped = Где отдельные оценки малы, они объединены: 1–2, 3, 4–5; для шкалы от 0 до 10 – 0–6, 7–8, 9–10.
results-how-answers = Сколько человек не ответили на вопрос, указано всегда: это не говорит о чьём-либо мнении.

## Файл для аналитика

results-sheet-results = Итоги
results-sheet-answers = Ответы
results-sheet-codes = Коды
results-sheet-codebook = Кодовая книга
results-sheet-texts = Тексты
results-sheet-trend = Динамика
results-sheet-method = Как читать

results-column-number = Анкета
results-book-column = Столбец
results-book-question = Вопрос
results-book-kind = Тип
results-book-code = Код
results-book-label = Значение
results-book-when = Кому задан
results-book-chosen = выбран
results-book-not-chosen = не выбран
results-book-any = число
results-text = Ответ своими словами
results-text-number = №
results-text-withheld = [скрыто аналитиком]
results-withheld = Скрыто аналитиком текстов: { $count } из { $all }.

results-kind = { $kind ->
        [single] один ответ
        [multiple] несколько ответов
        [scale] шкала 1–5
        [nps] шкала 0–10
        [number] число
       *[text] текст
    }
results-missing = { $missing ->
        [not_shown] не показывался
        [skipped] пропущен
        [dont_know] затрудняюсь ответить
       *[hidden] скрыто: малая группа
    }

results-method-survey = Опрос
results-method-wave = Код опроса
results-method-period = Период
results-method-sheets = Анкет
results-method-invited = Приглашено
results-method-rate = Доля ответивших
results-method-unknown = неизвестно: отвечать могли все
results-method-k = Наименьшая показанная группа
results-method-hash = Контрольная сумма анкеты
results-method-missing = Почему нет ответа
results-method-missing-how = −1 – затрудняюсь ответить, −2 – пропущен, −3 – вопрос не показывался, −4 – скрыто: таких сочетаний ответов о себе меньше { $k }
results-method-order = Порядок
results-method-order-how = Анкеты отсортированы по содержанию, тексты перемешаны отдельно от них. Когда и в каком порядке люди отвечали, узнать нельзя.
results-method-care = Осторожно
results-method-care-how = Листы «Ответы», «Коды» и «Тексты» – только для аналитика. Публиковать можно лист «Итоги» и страницу для сайта. Тексты перед передачей другим прочитайте: в них могут быть имена и телефоны. Скрыть отдельные: otklik survey withhold или /survey withhold, номера в столбце «№».
results-method-hidden = Скрыто
results-method-hidden-where = { $count } из { $all }: { $where }
results-method-hidden-none = ничего
results-method-how = Как посчитано

## Команда otklik survey export

results-export-done = Записано анкет: { $count }. Файл: { $file }
results-export-done-more = Записано анкет: { $count }. Файлы: { $files }
results-export-format = --format { $given }: нужно xlsx, csv, json, html (страница для сайта), png или svg (диаграммы).
results-export-no-wave = Опроса { $wave } нет.{ $known ->
        [no] {" "}Завершённых опросов ещё нет.
       *[other] {" "}Завершены: { $known }.
    }
results-export-open = Опрос { $wave } ещё идёт. Итоги появятся, когда он завершится.
results-export-few = В опросе { $wave } ответили слишком мало людей. Ответы уничтожены, итогов нет.
results-export-altered = Анкета опроса { $wave } не совпадает со своей контрольной суммой. Файл не составлен.
results-export-no-database = Базы опросов { $file } нет. Проверьте настройки или запустите команду в папке программы.
results-export-storage = База опросов недоступна: { $why }
results-export-there = Файл { $file } уже есть. Чтобы заменить его, добавьте --force.
results-export-folder = { $file }: это папка. Укажите файл.
results-export-no-folder = Папки { $folder } нет.
results-export-not-written = Файл { $file } не записан: { $why }
