## Настройки: что не так и как правильно

settings-refused = Настройки нужно исправить. Ничего не запущено и не изменено.
settings-from-environment = переменные окружения
settings-from-preset = набор { $name }
settings-unknown = такой настройки нет. Все настройки описаны в config.toml.
settings-unknown-near = такой настройки нет. Возможно, имелась в виду { $nearest }.
settings-missing = не задано, а без этого значения нельзя.
settings-missing-authority = не задано. Укажите в config.toml в разделе [authority] или возьмите готовый набор: preset = "nso-quota".
settings-file-missing = файла нет. Проверьте путь после --config.
settings-file-denied = нет права читать этот файл.
settings-file-unreadable = файл не читается: { $why }.
settings-file-encoding = файл сохранён не в UTF-8. Сохраните его в кодировке UTF-8.
settings-file-broken = строка { $line }: запись не похожа на TOML ({ $why }). Проверьте кавычки, скобки и знак «=».
settings-twice = «{ $id }» указано дважды. Оставьте одну запись.
settings-no-employee = такого сотрудника нет в списке [[staff]]. Добавьте его туда или исправьте id.
settings-no-department = такого отдела нет в списке [[departments]]. Добавьте его туда или исправьте название.
settings-no-moderator-chat = не задан чат модераторов. Укажите id супергруппы с темами, например -1001234567890. Подсказка: в ссылке на любое сообщение группы https://t.me/c/1234567890/5 это -100 и число после «/c/».
settings-public-moderator-chat = этот же чат указан как открытый для клиентов. Чат модераторов должен быть отдельным.
settings-no-community = не задан номер сообщества ВКонтакте, а ключ vk.token есть. Укажите номер, например 123456789.
settings-no-window = для вида «{ $kind }» нужен срок в часах или календарных днях. Задайте sla.{ $kind }.answer_within, например "24h".
settings-no-token = не задан токен бота. Получите его у @BotFather и впишите в файл .env строкой OTKLIK_TELEGRAM__TOKEN=… (образец в .env.example). Попробовать без токена: make run, это песочница.

settings-want-duration = нужна длительность: целое число и единица, например "6s", "90m", "24h", "30d" (календарные дни) или "15wd" (рабочие дни).
settings-want-shorter = это больше десяти лет. Укажите меньшую длительность.
settings-want-span = здесь рабочие дни не подходят. Укажите секунды, минуты, часы или календарные дни, например "10s".
settings-want-some-time = срок не может быть нулевым. Укажите, например, "24h".
settings-want-zone = нужно название часового пояса по справочнику IANA, например "Asia/Novosibirsk".
settings-want-token = это не токен бота Telegram. Токен от @BotFather состоит из числа, двоеточия и букв: 1234567890:AA….
settings-want-server = нужен адрес сервера, например "https://api.telegram.org".
settings-want-proxy = нужен адрес прокси, например "socks5://user:password@host:1080" или "http://host:3128".
settings-want-storage = нужен адрес базы: "sqlite+aiosqlite:///data/otklik.db" или "postgresql+asyncpg://user:password@host/otklik".
settings-want-user = нужен id пользователя Telegram: положительное число, например 123456789.
settings-want-group = нужен id группы или канала: отрицательное число. У супергрупп и каналов он начинается с -100, например -1001234567890.
settings-want-name = нужно короткое имя из латинских букв, цифр, «-» и «_», например "supervision".
settings-want-text = нужен непустой текст в кавычках.
settings-want-hours = нужны часы работы по порядку, например "09:00-13:00,13:48-18:00".
settings-want-night = нужны два времени через дефис, например "22:00-08:00".
settings-want-preset = такого набора нет. Есть: { $there }.
settings-want-number = нужно целое число.
settings-want-bool = нужно true или false.
settings-want-list = нужен список, например ["…", "…"]. В переменной окружения он пишется как JSON.
settings-want-section = нужен раздел с настройками внутри, а не одно значение.
settings-want-path = нужен путь к файлу или папке.
settings-want-date = нужна дата, например 2026-12-31.
settings-want-one-of = подходит одно из: { $options }.
settings-want-greater-than = нужно число больше { $limit }.
settings-want-greater-than-equal = нужно число не меньше { $limit }.
settings-want-less-than-equal = нужно число не больше { $limit }.
settings-want-other = значение не подходит. Образец есть в config.toml.


## Команды

cli-misunderstood = Команда непонятна: otklik { $words }
    Все команды показывает otklik --help
cli-migrated = База данных готова к работе с этой версией программы.
cli-help =
    Отклик: приём обращений в мессенджерах. Вопрос клиента становится обращением
    со сроком, сотрудники отвечают из одного чата модераторов.

    Как вызвать: otklik КОМАНДА [--config ФАЙЛ]

    Команды:
      run       принимать и доставлять сообщения, пока программу не остановят
      doctor    проверить настройки, базу, бота и чат модераторов, подсказать, что нажать
      migrate   подготовить базу данных к этой версии программы

    Подробнее о команде: otklik КОМАНДА --help
    Попробовать без токена: make run
cli-help-run =
    Принимать и доставлять сообщения, пока программу не остановят (Ctrl+C).

    Как вызвать: otklik run [--config ФАЙЛ]

      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Токен бота берётся из файла .env или из переменной OTKLIK_TELEGRAM__TOKEN.
    Если настройки неверны, программа перечислит ошибки и завершится с кодом 2.
cli-help-doctor =
    Проверить настройки, базу данных, бота и чат модераторов и подсказать, что исправить.
    В базе и в чатах ничего не меняется.

    Как вызвать: otklik doctor [--config ФАЙЛ] [--live]

      --config, -c ФАЙЛ   файл настроек, обычно config.toml
      --live              ещё и провести пробный вопрос: в чате модераторов появится
                          тема с пометкой «проверка», ответ придёт проверяющему,
                          затем тема исчезнет

    Код завершения: 0, если всё в порядке; 1, если нужно что-то исправить;
    2, если неверны настройки.
cli-help-migrate =
    Подготовить базу данных к этой версии программы. При запуске это делается само.

    Как вызвать: otklik migrate [--config ФАЙЛ]

      --config, -c ФАЙЛ   файл настроек, обычно config.toml
