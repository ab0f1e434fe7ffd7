# Что не так в справке ведомства (presets/<название>/guide.toml). Читает администратор.

guide-broken = Справку нельзя использовать: { $file }

guide-no-guide = Файла нет. Создайте его или уберите preset из настроек.
guide-unreadable = Файл не читается: { $why }
guide-not-utf8 = Файл не в кодировке UTF-8. Сохраните его в UTF-8.
guide-not-toml = Ошибка записи TOML: строка { $line }, знак { $column }.

guide-missing = { guide-where }Нет обязательного ключа «{ $key }».
guide-empty-value = { guide-where }Ключ «{ $key }» пуст.
guide-wrong-type =
    { guide-where }Значение ключа «{ $key }» должно быть таким: { $wanted ->
        [texts] список строк
        [flag] true или false
        [tables] таблицы [[{ $key }]]
       *[text] строка
    }.
guide-unknown = { guide-where }Неизвестный ключ «{ $key }».
guide-unknown-near = { guide-where }Неизвестный ключ «{ $key }». Похож на «{ $near }».
guide-no-file = { guide-where }В папке forms нет файла «{ $file }».
guide-twice = { guide-where }Код «{ $code }» встречается больше одного раза.
guide-where = { $where ->
        [file] { "" }
       *[other] { $where }:{ " " }
    }

guide-no-purposes = Список purposes пуст: в меню нечего показать.
guide-code = Код «{ $code }» не подходит: нужны латинские строчные буквы, цифры и дефис, не больше 20 знаков.
guide-reserved = Код «{ $code }» занят программой. Выберите другой.
guide-no-page = { $where }: страницы «{ $code }» нет.
guide-no-form = { $where }: формы «{ $code }» нет.
guide-unreachable = Страница «{ $code }»: к ней не ведёт ни одна кнопка.
guide-bare = Страница «{ $where }»: нет ни текста, ни списка.
guide-url = Страница «{ $where }»: адрес «{ $url }» не подходит. Нужен полный адрес, который начинается с https://.
guide-clause = Страница «{ $where }»: пункт «{ $clause }» записан неверно. Пример: QUOTA 10.
guide-long = Страница «{ $where }»: текст длиннее { $limit } знаков. Разделите его на две страницы.
guide-form-long = Форма «{ $where }»: название и пояснение вместе длиннее { $limit } знаков.
guide-rows = Страница «{ $where }»: кнопок больше, чем помещается ({ $limit }).
guide-caption = Страница «{ $where }»: подпись кнопки «{ $caption }» длиннее { $limit } знаков.
