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
settings-no-moderator-chat = не задан чат модераторов. Укажите id супергруппы с темами, например -1001234567890. Подсказка: в ссылке на любое сообщение группы https://t.me/c/1234567890/5 id группы – это -100 и число после «/c/».
settings-public-moderator-chat = этот же чат указан как открытый для клиентов. Чат модераторов должен быть отдельным.
settings-no-community = не задан номер сообщества ВКонтакте, а ключ vk.token есть. Укажите номер, например 123456789. Узнать его поможет otklik doctor.
settings-no-window = для вида «{ $kind }» нужен срок ответа. Задайте sla.{ $kind }.answer_within, например "24h".
settings-no-token = не задан токен бота. Получите его у @BotFather и впишите в файл .env строкой OTKLIK_TELEGRAM__TOKEN=… (образец в .env.example). Попробовать без токена: make run, это песочница.

settings-control-public = настройка sandbox.control разрешает переводить часы и нужна только песочнице, а этот адрес – не на этом компьютере. Уберите sandbox.control: в рабочей установке его быть не должно.
settings-offset-alone = часы сдвигает только песочница, вместе с sandbox.control. Уберите sandbox.clock_offset.
settings-unfit-day-both-ways = один день указан и как выходной, и как рабочий. Оставьте его в одном списке: calendar.extra_days_off или calendar.extra_workdays.
settings-unfit-backward-hours = время окончания раньше начала. Нужны часы работы по порядку, например "09:00-13:00,13:48-18:00".
settings-unfit-overlapping-hours = часы работы пересекаются. Нужны часы по порядку, например "09:00-13:00,13:48-18:00".
settings-unfit-no-office-hours = срок считается в рабочее время (clock = "office"), но часы работы не заданы. Задайте calendar.office_hours или укажите clock = "always".
settings-unfit-zero-window = срок не может быть нулевым. Укажите, например, "24h".
settings-unfit-twin-step = один и тот же шаг указан дважды в warn_before или escalate. Оставьте один.

settings-want-duration = нужна длительность: целое число и единица, например "6s", "90m", "24h", "30d" (календарные дни) или "15wd" (рабочие дни).
settings-want-shorter = это больше десяти лет. Укажите меньшую длительность.
settings-want-span = здесь рабочие дни не подходят. Укажите секунды, минуты, часы или календарные дни, например "10s".
settings-want-zone = нужно название часового пояса по справочнику IANA, например "Asia/Novosibirsk".
settings-want-token = это не токен бота Telegram. Токен от @BotFather состоит из числа, двоеточия и букв: 1234567890:AA….
settings-want-server = нужен адрес сервера, например "https://api.telegram.org".
settings-want-proxy = нужен адрес прокси, например "socks5://user:password@host:1080" или "http://host:3128".
settings-want-storage = нужен адрес базы: "sqlite+aiosqlite:///data/otklik.db" или "postgresql+asyncpg://user:password@host/otklik".
settings-want-user = нужен id пользователя Telegram: положительное число, например 123456789.
settings-want-group = нужен id группы или канала: отрицательное число. У супергрупп и каналов он начинается с -100, например -1001234567890.
settings-want-code = нужен короткий код для ссылок: от 1 до 30 латинских строчных букв, цифр, «-» и «_», например "roads".
settings-want-community = нужен номер сообщества ВКонтакте: положительное число без минуса и без «club», например 123456789.
settings-want-name = нужно короткое имя из латинских букв, цифр, «-» и «_», например "supervision".
settings-want-text = нужен непустой текст в кавычках.
settings-want-hours = нужны часы работы по порядку, например "09:00-13:00,13:48-18:00".
settings-want-weekly = нужны день недели (mon, tue, wed, thu, fri, sat, sun) и время, например "mon 09:00", или "off".
settings-want-daily = нужно время, например "09:30", или "off".
settings-want-day-of-quarter = нужен день первого месяца квартала от 1 до 28 или "last" (последний день квартала).
settings-want-night = нужны два времени через дефис, например "22:00-08:00".
settings-want-preset = такого набора нет. Есть: { $there }.
settings-want-number = нужно целое число.
settings-want-seconds = нужно обычное число секунд, например 3600.
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
      doctor    проверить настройки, базу, бота, чат модераторов и ВКонтакте, подсказать, что нажать
      migrate   подготовить базу данных к этой версии программы
      dead      показать отложенные события и вернуть их в работу
      export    выгрузить реестр обращений в файл
      survey    опросы: анкеты и волны

    Подробнее о команде: otklik КОМАНДА --help
    Попробовать без токена: make run
cli-help-run =
    Принимать и доставлять сообщения, пока программу не остановят (Ctrl+C).

    Как вызвать: otklik run [--config ФАЙЛ]

      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Токен бота берётся из файла .env или из переменной OTKLIK_TELEGRAM__TOKEN.
    Если настройки неверны, программа перечислит ошибки и завершится с кодом 2.
cli-help-doctor =
    Проверить настройки, базу данных, бота, чат модераторов и сообщество ВКонтакте
    и подсказать, что исправить. Без --live и --fix в базе, в чатах и в настройках
    ничего не меняется (сотрудники на миг увидят «печатает…»).

    Как вызвать: otklik doctor [--config ФАЙЛ] [--live] [--fix]

      --config, -c ФАЙЛ   файл настроек, обычно config.toml
      --live              ещё и провести пробный вопрос: в чате модераторов появится
                          тема с пометкой «проверка», ответ придёт проверяющему,
                          затем тема исчезнет
      --fix               включить во ВКонтакте Long Poll API, нужную версию и нужные
                          события, если они выключены; остальное не меняется

    Код завершения: 0, если всё в порядке; 1, если нужно что-то исправить;
    2, если неверны настройки.
cli-help-migrate =
    Подготовить базу данных к этой версии программы. При запуске это делается само.

    Как вызвать: otklik migrate [--config ФАЙЛ]

      --config, -c ФАЙЛ   файл настроек, обычно config.toml

cli-help-dead =
    Отложенные события: сообщения, которые программа не смогла обработать и отложила,
    чтобы не задерживать остальные. Ничего не потеряно, их можно вернуть в работу.

    Как вызвать: otklik dead list [--config ФАЙЛ]
                 otklik dead retry НОМЕР [--config ФАЙЛ]

      list                показать: номер, время, канал и причину (без текста сообщения)
      retry НОМЕР         вернуть событие в работу
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Сначала устраните причину (например, обновите программу), иначе событие будет
    отложено снова.
    Код завершения: 0, если получилось; 1, если нет; 2, если неверны настройки.


## Отложенные события: otklik dead

dead-none = Отложенных событий нет.
dead-heading = Отложенных событий: { $number }. Вернуть в работу: otklik dead retry НОМЕР
dead-line = № { $number }  получено { $time }  { $channel }  причина: { $why }
dead-more = … и ещё { $number }
dead-back =
    Событие № { $number } возвращено в работу. Работающая программа возьмётся за него
    в течение минуты, остановленная – после запуска.
dead-unknown = Среди отложенных нет события № { $number }. Показать все: otklik dead list
dead-stop-first =
    Сначала остановите программу: в этой версии SQLite две программы, пишущие в один файл,
    могут его повредить. Затем повторите команду и запустите программу снова.
dead-no-database = Базы данных ещё нет: программа ни разу не запускалась с этими настройками.
dead-newer = База данных принадлежит более новой версии программы. Обновите программу.
dead-older = База данных ещё не подготовлена к этой версии программы. Выполните: otklik migrate
dead-silent = База данных не отвечает ({ $why }). Что проверить, подскажет otklik doctor
cli-help-export =
    Выгрузить данные в файл.

    Как вызвать: otklik export appeals [параметры]

    Что можно выгрузить:
      appeals   реестр обращений: сроки, исполнители, результат

    Подробнее: otklik export appeals --help
cli-help-appeals =
    Выгрузить реестр обращений в файл для системы документооборота или отчёта.

    Как вызвать: otklik export appeals [--from ДАТА] [--to ДАТА] [--state open|all] [--out ФАЙЛ] [--format xlsx|csv] [--names] [--force] [--config ФАЙЛ]

      --from ДАТА         поступившие с этого дня, например 01.11.2026 или 2026-11-01
      --to ДАТА           поступившие по этот день включительно
      --state open|all    только открытые или все (обычно все)
      --out, -o ФАЙЛ      куда записать; обычно reestr-….xlsx в текущей папке
      --format xlsx|csv   вид файла; csv: UTF-8, разделитель «;»
      --names             с именами клиентов и текстом как есть; без этого параметра
                          вместо имён стоят коды, телефоны и почта скрыты
      --force             записать поверх существующего файла
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Дни считаются по часовому поясу ведомства. Программу otklik run останавливать не нужно.
    Код завершения: 0, если файл записан; 1, если нет; 2, если неверны настройки.


## Выгрузка: otklik export

export-done = Записано обращений: { $count }. Файл: { $file }
    Вместо имён стоят коды клиентов. С именами: параметр --names
export-done-names = Записано обращений: { $count }. Файл: { $file }
    В файле есть персональные данные. Не отправляйте его через мессенджеры.
export-wrong-date = { $option } { $given }: такой даты нет. Напишите, например, 01.11.2026 или 2026-11-01.
export-wrong-order = Первый день (--from) позже последнего (--to). Поменяйте их местами.
export-wrong-state = --state { $given }: подходит open (открытые) или all (все).
export-wrong-format = --format { $given }: подходит xlsx или csv.
export-there = Файл { $file } уже есть. Укажите другой в --out или добавьте --force, чтобы заменить его.
export-folder = { $file }: это папка. Укажите в --out имя файла.
export-no-folder = Папки { $folder } нет. Создайте её или укажите другую в --out.
export-not-written = Файл { $file } записать не удалось ({ $why }).
export-no-database = Файла базы данных { $file } нет. Проверьте storage.url и папку, из которой запускаете команду.
export-storage = База данных не отдаёт реестр ({ $why }). Проверьте её: otklik doctor. Подготовить таблицы: otklik migrate


## Проверка установки: otklik doctor

doctor-heading = Проверка установки
doctor-mark-fine = хорошо
doctor-mark-warning = внимание
doctor-mark-problem = ОШИБКА
doctor-sum-fine = Итог: всё в порядке.
doctor-sum-warnings = Итог: работать можно. Замечаний: { $warnings }.
doctor-sum-problems = Итог: нужно исправить. Ошибок: { $problems }, замечаний: { $warnings }.

doctor-topic-settings = Настройки
doctor-settings-fine = прочитаны, ошибок нет; { $name }

doctor-topic-zone = Часовой пояс
doctor-zone-fine = { $zone }, там сейчас { $time }; людям называем так: { $label }

doctor-topic-calendar = Производственный календарь
doctor-calendar-fine = переносы выходных известны на все сроки, которые даются сегодня
doctor-calendar-provisional = переносы выходных на { $years } ещё не утверждены, сроки с рабочими днями и часами предварительные
doctor-calendar-provisional-do = Когда правительство утвердит переносы, обновите программу или впишите их в calendar.extra_days_off и calendar.extra_workdays: сроки пересчитаются сами.

doctor-topic-guide = Справка
doctor-guide-fine = страниц: { $pages }, бланков: { $forms }
doctor-guide-none = справки нет, в меню будут только «Мои обращения»
doctor-guide-none-do = Выберите набор со справкой: preset = "nso-quota" в config.toml.
doctor-guide-broken = в файле справки есть ошибки
doctor-guide-broken-do = { $why }

doctor-topic-texts = Тексты
doctor-texts-built-in = стандартные
doctor-texts-own = свои формулировки из папки { $folder } подходят
doctor-texts-no-folder = папки { $folder } нет
doctor-texts-no-folder-do = Создайте папку или уберите texts.folder из настроек.
doctor-texts-left-out = часть своих формулировок не подходит, вместо них показываем стандартные: { $names }
doctor-texts-left-out-do = Проверьте имена сообщений и то, что в них есть все подстановки вида { "{ $number }" } из стандартных.

doctor-topic-staff = Сотрудники
doctor-staff-fine = { $names }
doctor-staff-nobody = никто не указан, отвечать на вопросы некому
doctor-staff-nobody-do = Добавьте сотрудников в config.toml, разделы [[staff]]. Образец там есть.
doctor-staff-no-moderator = ни у кого нет роли moderator, отвечать на вопросы некому
doctor-staff-no-moderator-do = Добавьте роль moderator тем, кто отвечает клиентам: roles = ["moderator"].

doctor-topic-database = База данных
doctor-database-fine = отвечает, таблицы на месте
doctor-database-not-yet = файла { $file } ещё нет, он появится при первом запуске
doctor-database-silent = не отвечает ({ $why })
doctor-database-silent-do = Проверьте storage.url: адрес, имя, пароль, запущен ли сервер базы данных.
doctor-database-read-only = нет права читать и записывать файл { $file }
doctor-database-read-only-do = Сделайте владельцем файла пользователя, от имени которого работает программа.
doctor-database-newer = создана более новой версией программы, эта её не откроет
doctor-database-newer-do = Обновите программу до прежней или более новой версии либо верните копию базы, сделанную до обновления.
doctor-database-older = таблицы прежней версии, при запуске обновятся сами (шагов: { $steps })
doctor-database-older-do = Сохраните копию базы, затем запустите программу. Обновить заранее: otklik migrate
doctor-database-no-tables = таблиц ещё нет
doctor-database-no-tables-do = Они появятся при запуске программы. Подготовить заранее: otklik migrate
doctor-topic-downtime = Перерыв в работе
doctor-downtime-now = программа не работает { $span }, с { $since }
doctor-downtime-now-do = Telegram хранит непрочитанные сообщения только 24 часа: более ранние уже потеряны. Запустите программу и предупредите клиентов.
doctor-downtime-was = программа не работала { $span }: с { $since } до { $until }
doctor-downtime-was-do = Telegram хранит непрочитанные сообщения только 24 часа: часть обращений могла не дойти. Если это важно, попросите клиентов написать ещё раз.
doctor-database-old-sqlite = в этой версии SQLite есть ошибка, из-за которой две программы, пишущие в один файл, могут его повредить
doctor-database-old-sqlite-do =
    Не открывайте файл базы для записи другими программами, пока работает otklik.
    Исправлено в SQLite 3.51.3; другой выход: PostgreSQL (storage.url).

doctor-topic-dead = Отложенные события
doctor-dead-events = их { $number }: программа не смогла обработать эти сообщения
doctor-dead-events-do = Показать номера и причины: otklik dead list. Вернуть в работу: otklik dead retry НОМЕР

doctor-topic-disk = Место на диске
doctor-disk-fine = свободно { $room } МБ
doctor-disk-low = свободно только { $room } МБ
doctor-disk-low-do = Освободите место: базе и вложениям стоит оставить хотя бы 1000 МБ.
doctor-disk-full = свободно только { $room } МБ, скоро сообщения будет некуда записывать
doctor-disk-full-do = Срочно освободите место на диске.
doctor-disk-read-only = в папку { $folder } нельзя записать файл
doctor-disk-read-only-do = Дайте право записи пользователю, от имени которого работает программа.

doctor-topic-program = Программа
doctor-program-fine = работает и готова принимать сообщения
doctor-program-stopped = сейчас не запущена
doctor-program-unwell = запущена, но не готова ({ $why })
doctor-program-unwell-do = Посмотрите её журнал; если причина в Telegram, она названа ниже.

doctor-topic-clock = Часы
doctor-clock-fine = сходятся с часами Telegram
doctor-clock-wrong = расходятся с часами Telegram на { $seconds } с, сроки будут неверными
doctor-clock-wrong-do = Включите на сервере синхронизацию времени: timedatectl set-ntp true

doctor-topic-token = Бот
doctor-token-fine = токен верный, это @{ $bot }
doctor-token-none = токена нет, Telegram выключен
doctor-token-none-do =
    Откройте @BotFather, команда /newbot (или /mybots → ваш бот → API Token).
    Впишите токен в файл .env строкой OTKLIK_TELEGRAM__TOKEN=…
doctor-token-refused = Telegram не принимает этот токен
doctor-token-refused-do =
    Откройте @BotFather, команда /mybots → ваш бот → API Token.
    Скопируйте токен целиком в файл .env, строка OTKLIK_TELEGRAM__TOKEN=…
doctor-telegram-silent = нет связи с Telegram
doctor-telegram-silent-do =
    Если доступ к Telegram ограничен, задайте прокси: OTKLIK_TELEGRAM__PROXY=socks5://… в файле .env,
    или адрес своего сервера Bot API: telegram.api_url в config.toml.
    Если они уже заданы, проверьте, что эти серверы работают.
doctor-telegram-busy = Telegram просит подождать: запросов слишком много
doctor-telegram-busy-do = Повторите проверку через минуту.
doctor-telegram-strange = вместо ответа Telegram пришло что-то непонятное
doctor-telegram-strange-do =
    Проверьте telegram.api_url и telegram.proxy: по этому адресу должен отвечать сервер Bot API.
    Если адреса верны, повторите проверку позже: возможно, у Telegram сбой.

doctor-topic-webhook = Получение сообщений
doctor-webhook-set = сообщения бота сейчас получает другой сервер ({ $host })
doctor-webhook-set-do =
    При запуске otklik заберёт сообщения себе, а тот сервер перестанет их получать.
    Если так не задумано, создайте для otklik отдельного бота: @BotFather, команда /newbot.

doctor-topic-chat = Чат модераторов
doctor-chat-fine = «{ $title }», супергруппа с темами
doctor-chat-not-found = чат { $chat } не найден, или бота @{ $bot } в нём нет
doctor-chat-not-found-do =
    Откройте группу в Telegram → название группы → Добавить участников → @{ $bot }.
    Затем: Изменить → Администраторы → Добавить администратора → @{ $bot }, включите «Управление темами».
    Проверьте telegram.moderator_chat: в ссылке на сообщение https://t.me/c/1234567890/5
    id группы – это -100 и число после «/c/».
doctor-chat-not-allowed = бота @{ $bot } нельзя добавлять в группы, поэтому чат { $chat } ему недоступен
doctor-chat-not-allowed-do =
    Откройте @BotFather: /mybots → @{ $bot } → Bot Settings → Allow Groups? → Turn groups on.
    Затем добавьте бота в группу и сделайте администратором с правом «Управление темами».
doctor-chat-moved = группа стала супергруппой, и её id изменился
doctor-chat-moved-do = Впишите в config.toml: telegram.moderator_chat = { $chat }
doctor-chat-basic-group = «{ $title }» – обычная группа, в ней нет тем
doctor-chat-basic-group-do =
    Откройте группу → название группы → Изменить → включите «Темы».
    Группа станет супергруппой и получит новый id: после этого запустите otklik doctor ещё раз,
    он подскажет, что вписать.
doctor-chat-no-group = «{ $title }» – не группа
doctor-chat-no-group-do = Создайте группу для модераторов, включите в ней «Темы» и впишите её id в telegram.moderator_chat.
doctor-chat-no-topics = в группе «{ $title }» выключены темы
doctor-chat-no-topics-do = Откройте группу → название группы → Изменить → включите «Темы».

doctor-topic-rights = Права бота
doctor-rights-fine = бот администратор, видит все сообщения и может управлять темами
doctor-rights-no-forum = бот администратор и видит все сообщения
doctor-rights-absent = бота @{ $bot } в группе нет
doctor-rights-absent-do = Откройте группу → название группы → Добавить участников → @{ $bot }, затем сделайте его администратором.
doctor-rights-no-admin = бот не администратор и не может создавать темы
doctor-rights-no-admin-do = Откройте группу → Изменить → Администраторы → Добавить администратора → @{ $bot }, включите «Управление темами».
doctor-rights-no-admin-blind = бот не администратор: не может создавать темы и не видит сообщений сотрудников (включён режим приватности)
doctor-rights-no-admin-blind-do =
    Откройте группу → Изменить → Администраторы → Добавить администратора → @{ $bot }, включите «Управление темами».
    Администратор видит все сообщения, режим приватности ему не мешает.
doctor-rights-no-topics = у бота нет права «Управление темами»
doctor-rights-no-topics-do = Откройте группу → Изменить → Администраторы → @{ $bot } → включите «Управление темами».

doctor-topic-people = Люди
doctor-people-fine = все сотрудники состоят в чате модераторов и начали диалог с ботом
doctor-people-absent = нет в чате модераторов: { $names }
doctor-people-absent-do = Добавьте их в группу или проверьте id в разделах [[staff]].
doctor-people-not-started = не начали диалог с ботом или заблокировали его: { $names }
doctor-people-not-started-do = Пусть откроют бота и нажмут «Запустить» (Start): иначе он не сможет написать им лично.

doctor-topic-unsigned = Анонимные администраторы
doctor-unsigned = пишут от имени группы: { $names }
doctor-unsigned-do = Откройте группу → Изменить → Администраторы → имя → выключите «Анонимность»: иначе неизвестно, кто ответил клиенту.

doctor-topic-group = Группа консультаций
doctor-group-fine = { $chat }: бот видит все сообщения
doctor-group-absent = { $chat }: бота там нет
doctor-group-absent-do = Добавьте бота в группу и сделайте администратором или уберите её из telegram.consultation_chats.
doctor-group-blind = { $chat }: бот не видит обычных сообщений, включён режим приватности
doctor-group-blind-do =
    Сделайте бота администратором этой группы. Другой способ:
    @BotFather → /mybots → @{ $bot } → Bot Settings → Group Privacy → Turn off,
    затем удалите бота из группы и добавьте снова.
doctor-group-moved = { $chat }: группа стала супергруппой, её новый id { $new }
doctor-group-moved-do =
    Впишите новый id в telegram.consultation_chats. Работающая программа уже пишет по новому адресу.
doctor-group-basic = «{ $title }» – обычная группа: на её сообщения нельзя дать ссылку
doctor-group-basic-do =
    Откройте группу → Изменить → История чата → Видна. Группа станет супергруппой и получит новый id.
doctor-group-no-deleting = «{ $title }»: бот не сможет удалить сообщение с личными данными
doctor-group-no-deleting-do =
    Откройте группу → Изменить → Администраторы → бот → включите «Удаление сообщений».
doctor-group-no-reactions = «{ $title }»: реакции запрещены, а бот отмечает ими принятые вопросы
doctor-group-no-reactions-do =
    Откройте группу → Изменить → Реакции → разрешите «👌» и «🤝» или выберите другой знак
    в настройках public.group_sign и public.comment_sign.

doctor-topic-channel = Канал
doctor-channel-fine = «{ $title }»: комментарии приходят из группы «{ $group }»
doctor-channel-absent = { $chat }: бот не видит этот канал
doctor-channel-absent-do =
    Проверьте id. Добавьте бота в канал администратором (права публиковать не нужны)
    или уберите канал из telegram.channels.
doctor-channel-no-channel = «{ $title }» – не канал
doctor-channel-no-channel-do =
    В telegram.channels вписывают каналы. Группу, где задают вопросы, впишите
    в telegram.consultation_chats: { $chat }.
doctor-channel-no-discussion = у канала «{ $title }» нет группы обсуждения: комментировать его нельзя
doctor-channel-no-discussion-do =
    Откройте канал → Изменить → Обсуждение → создайте или выберите группу,
    добавьте в неё бота и сделайте его администратором.

doctor-topic-live = Пробный вопрос
doctor-live-question = Проверка связи (otklik doctor). Это пробный вопрос, отвечать на него не нужно. Номер в ответе не настоящий.
doctor-live-answer = Проверка связи (otklik doctor). Это пробный ответ.
doctor-live-fine = прошёл до чата модераторов и обратно; ответ пришёл сотруднику { $name }, пробная тема удалена
doctor-live-fine-closed = прошёл до чата модераторов и обратно; ответ пришёл сотруднику { $name }; пробная тема закрыта, удалить её можно вручную
doctor-live-not-yet = не отправлен: сначала исправьте ошибки, названные выше
doctor-live-not-yet-do = Затем повторите: otklik doctor --live
doctor-live-nobody = не отправлен: бот не может написать ни одному сотруднику
doctor-live-nobody-do = Пусть один из сотрудников откроет бота и нажмёт «Запустить» (Start), затем повторите проверку.
doctor-live-not-sent = сообщение не отправилось
doctor-live-not-sent-do = Повторите проверку через минуту. Если не поможет, проверьте права бота в чате модераторов.
doctor-live-slow = за минуту не дошёл: Telegram отвечает слишком медленно
doctor-live-slow-do = Проверьте связь и прокси (telegram.proxy), затем повторите: otklik doctor --live
doctor-live-not-registered = не зарегистрирован программой
doctor-live-not-registered-do = Это ошибка в программе. Сообщите о ней разработчикам и приложите вывод этой проверки.
doctor-live-no-topic = зарегистрирован, но тема в чате модераторов не появилась
doctor-live-no-topic-do = Проверьте, что бот администратор чата и у него есть право «Управление темами».
doctor-live-no-answer = дошёл до чата модераторов, но ответ не вернулся
doctor-live-no-answer-do = Проверьте, что сотрудник не заблокировал бота, и повторите: otklik doctor --live

doctor-topic-vk-token = ВКонтакте, ключ
doctor-vk-off = ключа нет, ВКонтакте выключен
doctor-vk-token-none = ключа нет, ВКонтакте выключен, хотя часть его настроек задана
doctor-vk-token-none-do =
    Сообщество → Управление → Дополнительно → Работа с API → Ключи доступа → Создать ключ.
    Впишите ключ в файл .env строкой OTKLIK_VK__TOKEN=… Подробно: docs/vk.ru.md
doctor-vk-token-fine = верный, это ключ сообщества, все нужные права есть
doctor-vk-token-untold = верный, это ключ сообщества; какие у него права, ВКонтакте не сообщил
doctor-vk-token-refused = ВКонтакте не принимает этот ключ
doctor-vk-token-refused-do =
    Сообщество → Управление → Дополнительно → Работа с API → Ключи доступа: ключ могли удалить.
    Создайте новый и впишите его целиком в файл .env, строка OTKLIK_VK__TOKEN=…
doctor-vk-token-service = это сервисный ключ приложения, а нужен ключ сообщества
doctor-vk-token-service-do =
    Впишите его в .env строкой OTKLIK_VK__SERVICE_TOKEN=…, а в OTKLIK_VK__TOKEN=… – ключ сообщества:
    Сообщество → Управление → Дополнительно → Работа с API → Ключи доступа → Создать ключ.
doctor-vk-token-user = это ключ пользователя, а нужен ключ сообщества
doctor-vk-token-user-do =
    Впишите его в .env строкой OTKLIK_VK__USER_TOKEN=…, а в OTKLIK_VK__TOKEN=… – ключ сообщества:
    Сообщество → Управление → Дополнительно → Работа с API → Ключи доступа → Создать ключ.
doctor-vk-rights-missing = у ключа сообщества не хватает прав: { $rights }
doctor-vk-rights-missing-do =
    Изменить права готового ключа нельзя. Сообщество → Управление → Дополнительно → Работа с API →
    Ключи доступа → Создать ключ: отметьте «Сообщения сообщества», «Фотографии», «Файлы»,
    «Стена» и «Управление сообществом». Новый ключ впишите в .env, старый удалите.
doctor-vk-right-messages = «Сообщения сообщества»
doctor-vk-right-photos = «Фотографии»
doctor-vk-right-docs = «Файлы»
doctor-vk-right-manage = «Управление сообществом»
doctor-vk-right-wall = «Стена» (без него ответы под записями могут не уходить)
doctor-vk-silent = нет связи с ВКонтакте
doctor-vk-silent-do = Проверьте, что с этого сервера открывается https://api.vk.ru, и настройку vk.api_url, если она задана.
doctor-vk-busy = ВКонтакте просит подождать: запросов слишком много
doctor-vk-busy-do = Повторите проверку через минуту.
doctor-vk-captcha = ВКонтакте просит подтвердить, что с сообществом работает человек
doctor-vk-captcha-do = Войдите в сообщество с компьютера под именем его администратора, ответьте на проверку и повторите.
doctor-vk-strange = вместо ответа ВКонтакте пришло что-то непонятное
doctor-vk-strange-do = Проверьте vk.api_url. Если адрес верен, повторите проверку позже: возможно, у ВКонтакте сбой.

doctor-topic-vk-community = ВКонтакте, сообщество
doctor-vk-community-fine = «{ $name }», номер { $id }, людям пишется сюда: vk.me/{ $screen }
doctor-vk-community-unset = номер сообщества не задан; ключ принадлежит сообществу «{ $name }»
doctor-vk-community-unset-do = Впишите в config.toml, раздел [vk]: group_id = { $id }
doctor-vk-community-other = задан номер { $given }, а ключ принадлежит сообществу «{ $name }» с номером { $id }
doctor-vk-community-other-do = Если сообщество то самое, впишите в config.toml, раздел [vk]: group_id = { $id }. Иначе создайте ключ в нужном сообществе.

doctor-topic-vk-messages = ВКонтакте, сообщения
doctor-vk-messages-fine = включены
doctor-vk-messages-off = сообщения сообщества выключены, написать ему нельзя
doctor-vk-messages-off-do = Сообщество → Управление → Сообщения → Сообщения сообщества: включены (vk.com/club{ $id }).
doctor-vk-messages-refused = ВКонтакте не даёт читать сообщения с этим ключом
doctor-vk-messages-refused-do = Создайте ключ с правом «Сообщения сообщества»: Сообщество → Управление → Дополнительно → Работа с API (vk.com/club{ $id }).

doctor-topic-vk-buttons = ВКонтакте, кнопки
doctor-vk-buttons-untold =
    узнать нельзя, проверьте сами: Управление → Сообщения → Настройки для бота → Возможности ботов: включены.
    Там же отметьте «Добавить кнопку „Начать“»

doctor-topic-vk-longpoll = ВКонтакте, Long Poll
doctor-vk-longpoll-fine = включён, версия { $version }, все нужные события приходят
doctor-vk-longpoll-off = выключен, сообщения не приходят
doctor-vk-longpoll-off-do =
    Включить его и нужные события: otklik doctor --fix
    Или вручную: Сообщество → Управление → Дополнительно → Работа с API → Long Poll API → Включено
    (vk.com/club{ $id }).
doctor-vk-longpoll-events = не включены события: { $events }
doctor-vk-longpoll-events-do =
    Включить их: otklik doctor --fix
    Или вручную: Сообщество → Управление → Дополнительно → Работа с API → Long Poll API → Типы событий
    (vk.com/club{ $id }).
doctor-vk-longpoll-version = версия { $version }, а программа рассчитана на { $needed }
doctor-vk-longpoll-version-do =
    Задать её: otklik doctor --fix
    Или вручную: Сообщество → Управление → Дополнительно → Работа с API → Long Poll API → Версия API
    (vk.com/club{ $id }).
doctor-vk-longpoll-untold = как он настроен, ВКонтакте не сообщил
doctor-vk-longpoll-untold-do =
    Посмотрите сами: Сообщество → Управление → Дополнительно → Работа с API → Long Poll API
    (vk.com/club{ $id }). Нужны: Включено, версия 5.199, типы событий из docs/vk.ru.md.
doctor-vk-longpoll-mended = изменено сейчас: { $changes }
doctor-vk-longpoll-not-mended = включить не получилось: ВКонтакте не разрешил это ключу
doctor-vk-longpoll-not-mended-do =
    Создайте ключ с правом «Управление сообществом» и повторите: otklik doctor --fix
    Или вручную: Сообщество → Управление → Дополнительно → Работа с API → Long Poll API (vk.com/club{ $id }).
doctor-vk-change-on = Long Poll API включён
doctor-vk-change-version = версия была { $before }, стала { $after }
doctor-vk-change-events = включены события: { $events }
doctor-vk-event-message-new = «Входящее сообщение»
doctor-vk-event-message-reply = «Исходящее сообщение»
doctor-vk-event-message-allow = «Разрешение на получение»
doctor-vk-event-message-deny = «Запрет на получение»
doctor-vk-event-message-edit = «Редактирование сообщения»
doctor-vk-event-message-event = «Действие с сообщением»
doctor-vk-event-posts = «Записи на стене: добавление»
doctor-vk-event-comments = «Комментарии на стене: добавление, редактирование, удаление, восстановление»
doctor-vk-event-photos = «Комментарии к фотографиям» (все четыре)
doctor-vk-event-videos = «Комментарии к видеозаписям» (все четыре)
doctor-vk-event-goods = «Комментарии к товарам» (все четыре)
doctor-vk-event-boards = «Обсуждения» (все четыре)

doctor-vk-kind-group = ключ сообщества
doctor-vk-kind-service = сервисный ключ
doctor-vk-kind-user = ключ пользователя

doctor-topic-vk-service = ВКонтакте, сервисный ключ
doctor-vk-service-fine = верный: упоминания на чужих стенах ищутся, комментарии, пропущенные при сбое, восстанавливаются
doctor-vk-service-none = его нет: упоминания на чужих стенах не ищутся, комментарии, пропущенные при сбое, не восстанавливаются
doctor-vk-service-none-do =
    dev.vk.com → Мои приложения → Создать (подойдёт любое веб-приложение) → Настройки → Сервисный ключ доступа.
    Впишите его в .env строкой OTKLIK_VK__SERVICE_TOKEN=… Подробно: docs/vk.ru.md
doctor-vk-service-spared = его нет, вместо него работает ключ пользователя
doctor-vk-service-refused = ВКонтакте не принимает этот ключ: упоминания не ищутся; сообщения и комментарии приходят как обычно
doctor-vk-service-refused-do = Возьмите новый: dev.vk.com → Мои приложения → приложение → Настройки → Сервисный ключ доступа. Впишите в .env, строка OTKLIK_VK__SERVICE_TOKEN=…
doctor-vk-service-other = на месте сервисного ключа стоит { $kind }
doctor-vk-service-other-do = В OTKLIK_VK__SERVICE_TOKEN нужен сервисный ключ приложения VK: dev.vk.com → Мои приложения → приложение → Настройки.
doctor-vk-service-shut = ключ верный, но читать стену сообщества или искать по новостям ВКонтакте с ним не даёт
doctor-vk-service-shut-do = Проверьте, что стена сообщества открыта для всех, а приложение на dev.vk.com не отключено.
doctor-topic-vk-user = ВКонтакте, ключ пользователя
doctor-vk-user-fine = верный: список упоминаний читается, комментарии можно изменять и удалять
doctor-vk-user-none = его нет, это обычное дело: изменить свой ответ в комментариях и удалить чужой комментарий можно только вручную
doctor-vk-user-refused = ВКонтакте не принимает этот ключ: комментарии не изменить и не удалить; всё остальное работает
doctor-vk-user-refused-do = Получите новый ключ или уберите OTKLIK_VK__USER_TOKEN из .env. Подробно: docs/vk.ru.md
doctor-vk-user-other = на месте ключа пользователя стоит { $kind }
doctor-vk-user-other-do = В OTKLIK_VK__USER_TOKEN нужен ключ пользователя, который управляет сообществом. Без него можно обойтись: уберите эту строку из .env.
doctor-vk-user-shut = ключ верный, но читать стену или упоминания ВКонтакте с ним не даёт
doctor-vk-user-shut-do = Ключу нужны права wall и groups, а его владельцу – роль редактора или администратора сообщества.
doctor-vk-key-silent = проверить ключ не получилось: ВКонтакте не ответил или ответил непонятно
doctor-vk-key-silent-do = Повторите проверку через минуту.


## Опросы: otklik survey

cli-help-survey =
    Опросы: подготовить анкету, открыть и закрыть волну, получить итоги.

    Как вызвать: otklik survey check ФАЙЛ [--expected ЧИСЛО] [--config ФАЙЛ]
                 otklik survey preview ФАЙЛ [--config ФАЙЛ]
                 otklik survey keygen ФАЙЛ
                 otklik survey open АНКЕТА [--days ЧИСЛО] [--config ФАЙЛ]
                 otklik survey close ВОЛНА [--key ФАЙЛ] [--config ФАЙЛ]
                 otklik survey export ВОЛНА [--format xlsx|csv|json|html|svg] [--config ФАЙЛ]

    Что можно сделать:
      check     проверить анкету: ошибки по строкам и советы
      preview   показать каждую карточку так, как её увидят люди
      keygen    сделать ключ, который есть только у аналитика
      open      открыть волну: люди смогут отвечать
      close     закрыть волну, подсчитать ответы, уничтожить отметки и ключи
      export    выгрузить итоги закрытой волны: файл, страница, диаграммы

    Подробнее: otklik survey check --help
cli-help-check =
    Проверить анкету: что мешает её использовать и что сделает её лучше.
    Ничего не меняется и никому не отправляется.

    Как вызвать: otklik survey check ФАЙЛ [--expected ЧИСЛО] [--config ФАЙЛ]

      ФАЙЛ                анкета в формате TOML или название готовой:
                          clients-supervision, staff-aspects
      --expected ЧИСЛО    сколько ответов вы ждёте: тогда видно, какие группы
                          окажутся слишком малы и будут скрыты
      --config, -c ФАЙЛ   файл настроек; без него размеры групп обычные

    Код завершения: 0, если анкету можно использовать; 1, если нет;
    2, если неверны настройки.
cli-help-keygen =
    Сделать ключ аналитика: с ним ответы откроет только он, и только после
    закрытия волны. Без этого ключ волны хранится в файле surveys.key_file.

    Как вызвать: otklik survey keygen ФАЙЛ

      ФАЙЛ   куда записать ключ; существующий файл не перезаписывается

    Ключ нужен один на волну. Сделайте его копию: если он пропадёт,
    ответы не прочитает никто.
cli-help-open =
    Открыть волну опроса. Работающая программа предложит опрос людям в течение
    нескольких секунд.

    Как вызвать: otklik survey open АНКЕТА [параметры]

      АНКЕТА              название файла из surveys.folder, готовой анкеты или путь
      --days ЧИСЛО        сколько дней принимать ответы (иначе surveys.field_days)
      --invited ЧИСЛО     скольких людей пригласили: для доли ответивших
      --analyst КЛЮЧ      открытая часть ключа из otklik survey keygen
      --config, -c ФАЙЛ   файл настроек

    Код завершения: 0, если волна открыта; 1, если нет; 2, если неверны настройки.
cli-help-close =
    Закрыть волну: ответы больше не принимаются, подсчитываются и сортируются,
    отметки о том, кто отвечал, и ключи уничтожаются. Повторный вызов безвреден.

    Как вызвать: otklik survey close ВОЛНА [--key ФАЙЛ] [--config ФАЙЛ]

      ВОЛНА               имя волны или код опроса (последняя волна)
      --key ФАЙЛ          ключ аналитика; после закрытия файл уничтожается
      --config, -c ФАЙЛ   файл настроек

    Код завершения: 0, если волна закрыта; 1, если нет; 2, если неверны настройки.
cli-help-preview =
    Показать все карточки анкеты в Telegram и ВКонтакте: тексты и кнопки.
    Никому ничего не отправляется.

    Как вызвать: otklik survey preview ФАЙЛ [--config ФАЙЛ]

      ФАЙЛ                анкета в формате TOML или название готовой:
                          clients-supervision, staff-aspects
      --config, -c ФАЙЛ   файл настроек (свои формулировки текстов)

    Если в анкете есть ошибки, вместо карточек будет их список.
    Код завершения: 0, если анкета показана; 1, если нет; 2, если неверны настройки.
cli-help-survey-export =
    Выгрузить итоги завершённого опроса.

    Как вызвать: otklik survey export ОПРОС [--format xlsx|csv|json|html|svg] [--out ФАЙЛ] [--force] [--config ФАЙЛ]

      ОПРОС               код опроса, например clients-supervision-2026-q4
      --format xlsx       книга для аналитика: итоги с диаграммами, ответы словами и кодами,
                          кодовая книга, тексты, пояснения
      --format csv        ответы кодами, кодовая книга и тексты тремя файлами;
                          UTF-8, разделитель «;»
      --format json       всё это одним файлом для других программ
      --format html       страница для сайта: только то, что можно публиковать
      --format svg        диаграммы архивом, для презентаций: тоже можно публиковать
      --out, -o ФАЙЛ      куда записать; обычно ОПРОС.xlsx в текущей папке
      --force             записать поверх существующего файла
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Файлы xlsx, csv и json – только для аналитика.
    Код завершения: 0, если файл записан; 1, если нет; 2, если неверны настройки.
