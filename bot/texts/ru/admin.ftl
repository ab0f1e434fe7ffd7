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
settings-steady-alone = ход времени меняет только песочница, вместе с sandbox.control. Уберите sandbox.steady_too.
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
settings-want-reminders = нужно не больше двух чисел дней по возрастанию, например [5, 10]; [] – без напоминаний.
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
    Все команды показывает { $help }
cli-misunderstood-near = Команда непонятна: otklik { $words }
    Возможно, имелось в виду: { $near }. Все команды показывает { $help }
cli-misused = Команда написана не до конца или с ошибкой: otklik { $words }
    Как её писать, показывает { $help }
cli-migrated = База данных готова к работе с этой версией программы.
cli-help =
    Отклик: приём обращений в мессенджерах. Вопрос клиента становится обращением
    со сроком, сотрудники отвечают из одного чата модераторов.

    Как вызвать: otklik КОМАНДА [--config ФАЙЛ]

    Команды:
      run       принимать и доставлять сообщения, пока программу не остановят
      doctor    проверить настройки, базу, бота, чат модераторов и ВКонтакте, подсказать, что нажать
      migrate   подготовить базу данных к этой версии программы
      backup    сохранить все данные в один файл, не останавливая программу
      restore   восстановить данные из такого файла
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
    Подготовить базу данных к этой версии программы и сказать, что в ней меняется.
    При запуске программы это делается само.

    Как вызвать: otklik migrate [--dry-run] [--config ФАЙЛ]

      --dry-run           только сказать, ничего не менять
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Обратного пути нет: сначала сделайте резервную копию (otklik backup).
    Код завершения: 0, если база готова; 1, если нет; 2, если неверны настройки.

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

doctor-topic-access = Доступ к файлам
doctor-access-open = { $place } может прочитать любой пользователь этого компьютера
doctor-access-open-do = Закройте доступ всем, кроме владельца: chmod -R go= { $place }

doctor-topic-program = Программа
doctor-program-fine = работает и готова принимать сообщения
doctor-program-stopped = сейчас не запущена
doctor-program-unwell = запущена, но не готова ({ $why })
doctor-program-unwell-do = Посмотрите её журнал; если причина в Telegram, она названа ниже.

doctor-topic-surveys = Опросы
doctor-surveys-off = выключены: surveys.key_file не указан
doctor-surveys-planned-but-off = квартальные опросы намечены ({ $names }), но не откроется ни один: не указан файл ключей
doctor-surveys-planned-but-off-do = Впишите в config.toml: surveys.key_file = "secrets/surveys.key". Файл программа создаст сама.
doctor-surveys-sealing = шифрование ответов работает
doctor-surveys-no-nacl = библиотека шифрования (PyNaCl) не загружается, опросы не начнутся
doctor-surveys-no-nacl-do = Установите зависимости заново: удалите папку .venv и повторите установку (make live или как в README).

doctor-topic-survey-key = Опросы, файл ключей
doctor-survey-key-fine = { $file }, читать его может только программа
doctor-survey-key-not-yet = { $file }: такого файла сейчас нет, программа создаст его, когда откроет волну
doctor-survey-key-exposed = { $file } могут прочитать другие, поэтому программа его не берёт
doctor-survey-key-exposed-do = Выполните: chmod 600 { $file }. Если файл мог прочитать посторонний, закройте открытые волны: у новых будут новые ключи.
doctor-survey-key-damaged = { $file } повреждён или это не файл ключей
doctor-survey-key-damaged-do =
    Верните свою копию этого файла. Если копии нет, переименуйте файл (не удаляйте) и повторите
    проверку: она назовёт волны, которые остались без ключей, и скажет, что делать с каждой.
doctor-survey-key-denied = { $file } не открывается: нет права на чтение, или это не файл
doctor-survey-key-denied-do = Сделайте владельцем файла и его папки пользователя, от имени которого работает программа, и проверьте от его имени.
doctor-survey-key-link = { $file } – ссылка, а программа берёт только сам файл
doctor-survey-key-link-do = Впишите в surveys.key_file место, где лежит сам файл.
doctor-survey-key-beside = { $file } лежит вместе с данными: кто получит их или их копию, получит и ключи
doctor-survey-key-beside-do = Остановите программу, перенесите файл в отдельную папку, которая не попадает в резервные копии, и впишите новое место в surveys.key_file.
doctor-survey-key-backed-up = { $file } лежит в папке с резервными копиями: копию ключей программа уничтожить не сможет
doctor-survey-key-backed-up-do = Остановите программу, перенесите файл в папку, которая не попадает в копии, впишите новое место в surveys.key_file. Снимки, в которые файл уже попал, удалите.

doctor-topic-survey-memory = Опросы, ответы в ожидании
doctor-survey-memory-fine = до смешивания хранятся в памяти (tmpfs): авария программы их не потеряет, отключение машины потеряет
doctor-survey-memory-none = файловой системы в памяти (tmpfs) нет: авария программы будет стоить ответов, которые ждали смешивания, – не больше { $clients } у клиентов и { $staff } у сотрудников
doctor-survey-memory-none-do = В описание службы systemd добавьте RuntimeDirectory=otklik и перезапустите её. Проверяйте от имени пользователя, под которым работает программа. Те, чьи ответы пропали, могут ответить снова.

doctor-topic-survey-owner = Опросы, кто их ведёт
doctor-survey-owner-here = программа на этой машине
doctor-survey-owner-stopped = сейчас никто: программа не запущена
doctor-survey-owner-nobody = никто, хотя программа запущена
doctor-survey-owner-nobody-do = Подождите несколько секунд и повторите. Если не изменилось, исправьте то, что названо здесь ошибкой, и посмотрите строки «surveys» в журнале программы.
doctor-survey-owner-elsewhere = программа на другой машине; эта запасная
doctor-survey-owner-elsewhere-do = Если так задумано, держите здесь свежую копию файла ключей: без неё эта машина не сможет вести открытые волны. Если нет, уберите surveys.key_file из настроек этой машины.
doctor-survey-owner-waiting = на этой машине принятые ответы ждут смешивания
doctor-survey-owner-waiting-do = Они войдут в волну, когда опросы снова будет вести эта машина. Запустите программу здесь до закрытия волны и не перезагружайте машину, иначе эти ответы пропадут.
doctor-survey-owner-lock = файл замка рядом с { $file } не открывается
doctor-survey-owner-lock-do = Сделайте владельцем папки пользователя, от имени которого работает программа, и проверьте от его имени.

doctor-topic-survey-waves = Опросы, волны
doctor-survey-waves-none = ещё не было ни одной
doctor-survey-waves-over = все закрыты
doctor-survey-waves-silent = база опросов не отвечает ({ $why })
doctor-survey-waves-silent-do = Проверьте storage.url и права на файл базы опросов: он лежит рядом с основной базой.
doctor-survey-waves-newer = базу опросов создала более новая версия программы, эта её не откроет
doctor-survey-waves-newer-do = Обновите программу до прежней или более новой версии.
doctor-survey-wave-fine = { $wave }: открыта до { $closes }, ключи на месте
doctor-survey-wave-open = { $wave }: открыта до { $closes }
doctor-survey-wave-waits = { $wave } больше не принимает ответы и ждёт ключ аналитика
doctor-survey-wave-waits-do = Попросите аналитика выполнить: otklik survey close { $wave } --key ФАЙЛ. Если его ключ потерян вместе с копиями: otklik survey give-up { $wave }
doctor-survey-wave-lost = { $wave }: её ключей в файле ключей нет. Она не принимает ответы, а то, что уже ответили, не может прочитать никто
doctor-survey-wave-lost-do =
    1. Верните файл ключей из своей копии или с машины, которая вела опросы раньше.
    2. Если его нет нигде, откажитесь от волны: otklik survey give-up { $wave }
    Ответы будут уничтожены непрочитанными. Затем откройте волну заново.
doctor-survey-wave-not-here = { $wave } ведёт другая машина; её ключей здесь нет
doctor-survey-wave-not-here-do = Чтобы эта машина могла заменить ту, скопируйте сюда её файл ключей (chmod 600).
doctor-survey-wave-overdue = { $wave }: срок прошёл { $closes }, но она не закрыта, потому что программа не запущена
doctor-survey-wave-overdue-do = Запустите программу: она закроет волну сама. Или выполните: otklik survey close { $wave }
doctor-survey-wave-stuck = { $wave }: срок прошёл { $closes }, но закрыть её не удаётся
doctor-survey-wave-stuck-do = Выполните otklik survey close { $wave }: команда назовёт причину. Остановить закрытие может и другая программа, которая читает базу опросов.

doctor-topic-survey-forms = Опросы, анкеты
doctor-survey-forms-fine = проверено: { $count }, ошибок нет
doctor-survey-forms-none = своих нет, готовые можно открывать
doctor-survey-form-missing = анкеты «{ $name }» нет ни в папке { $folder }, ни среди готовых
doctor-survey-form-missing-do = Исправьте имя в [[surveys.quarterly]] или положите файл { $name }.toml в папку { $folder }.
doctor-survey-form-faults = в анкете «{ $name }» есть ошибки ({ $count }), волна с ней не откроется
doctor-survey-form-faults-do = Строки и советы покажет: otklik survey check { $file }

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

doctor-topic-posts = Записи об опросах
doctor-posts-fine = «{ $title }»: бот может публиковать
doctor-posts-absent = { $chat }: бот не состоит в этом канале и не сможет публиковать записи об опросах
doctor-posts-absent-do =
    Проверьте id в surveys.post_channels (без него берутся telegram.channels). Откройте канал →
    Изменить → Администраторы → Добавить администратора → @{ $bot } с правом «Публикация сообщений».
    Не публиковать в Telegram ничего: post_channels = [].
doctor-posts-forbidden = «{ $title }»: у бота нет права публиковать записи об опросах
doctor-posts-forbidden-do =
    Откройте канал → Изменить → Администраторы → @{ $bot } → включите «Публикация сообщений»
    или задайте другие каналы в surveys.post_channels.

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
                 otklik survey give-up ВОЛНА [--yes] [--config ФАЙЛ]
                 otklik survey export ВОЛНА [--format xlsx|csv|json|html|png|svg] [--config ФАЙЛ]
                 otklik survey texts ВОЛНА [--config ФАЙЛ]
                 otklik survey withhold ВОЛНА НОМЕР… [--config ФАЙЛ]
                 otklik survey release ВОЛНА НОМЕР… [--config ФАЙЛ]

    Что можно сделать:
      check     проверить анкету: ошибки по строкам и советы
      preview   показать каждую карточку так, как её увидят люди
      keygen    сделать ключ, который есть только у аналитика
      open      открыть волну: люди смогут отвечать
      close     закрыть волну, подсчитать ответы, уничтожить отметки и ключи
      give-up   отказаться от волны, ключи которой потеряны
      export    выгрузить итоги закрытой волны: файл, страница, диаграммы
      texts     показать ответы своими словами с номерами
      withhold  скрыть отдельные тексты из файлов с итогами
      release   вернуть скрытые тексты

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
cli-help-give-up =
    Отказаться от волны, ключи которой потеряны: прочитать её ответы не может никто.
    Все они уничтожаются непрочитанными, об этом остаётся запись. Вернуть их нельзя.
    Если ключи на месте, команда ничего не делает.

    Как вызвать: otklik survey give-up ВОЛНА [--yes] [--config ФАЙЛ]

      ВОЛНА               имя волны или код опроса (последняя волна)
      --yes               не спрашивать имя волны ещё раз
      --config, -c ФАЙЛ   файл настроек

    Код завершения: 0, если волна закрыта; 1, если нет; 2, если неверны настройки.
cli-give-up-type = Если ключей нет нигде, введите имя волны { $wave }, чтобы продолжить
cli-help-texts =
    Показать ответы своими словами из закрытой волны, с номерами. Те же номера стоят
    в столбце «№» листа «Тексты». В текстах бывают имена и телефоны: не оставляйте их
    на общем экране и в журналах.

    Как вызвать: otklik survey texts ВОЛНА [--config ФАЙЛ]

      ВОЛНА               имя волны или код опроса (последняя закрытая волна)
      --config, -c ФАЙЛ   файл настроек

    Код завершения: 0, если тексты показаны; 1, если нет; 2, если неверны настройки.
cli-help-withhold =
    Скрыть отдельные тексты: в новых файлах с итогами вместо них будет отметка,
    число скрытых указывается. Сами тексты остаются в базе, их можно вернуть.

    Как вызвать: otklik survey withhold ВОЛНА НОМЕР… [--config ФАЙЛ]

      ВОЛНА               имя волны или код опроса (последняя закрытая волна)
      НОМЕР…              номера из otklik survey texts или из столбца «№»: 3 7 12-15
      --config, -c ФАЙЛ   файл настроек

    Код завершения: 0, если сделано; 1, если нет; 2, если неверны настройки.
cli-help-release =
    Вернуть скрытые тексты в файлы с итогами.

    Как вызвать: otklik survey release ВОЛНА НОМЕР… [--config ФАЙЛ]

      ВОЛНА               имя волны или код опроса (последняя закрытая волна)
      НОМЕР…              номера скрытых текстов: 3 7 12-15
      --config, -c ФАЙЛ   файл настроек

    Код завершения: 0, если сделано; 1, если нет; 2, если неверны настройки.
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

    Как вызвать: otklik survey export ВОЛНА [--format xlsx|csv|json|html|png|svg] [--out ФАЙЛ] [--force] [--config ФАЙЛ]

      ВОЛНА               имя волны, например clients-supervision-2026-q4
      --format xlsx       книга для аналитика: итоги с диаграммами, ответы словами и кодами,
                          кодовая книга, тексты, пояснения
      --format csv        ответы кодами, кодовая книга и тексты тремя файлами;
                          UTF-8, разделитель «;»
      --format json       всё это одним файлом для других программ
      --format html       страница для сайта: только то, что можно публиковать
      --format png        диаграммы архивом, для презентаций (1920 точек в ширину):
                          тоже можно публиковать
      --format svg        то же без потери чёткости при увеличении
      --out, -o ФАЙЛ      куда записать; обычно ВОЛНА.xlsx в текущей папке
      --force             записать поверх существующего файла
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Файлы xlsx, csv и json – только для аналитика.
    Код завершения: 0, если файл записан; 1, если нет; 2, если неверны настройки.


## Подготовка базы: otklik migrate

migrate-no-file = Файла базы данных { $file } ещё нет: он появится при первом запуске программы или по команде otklik migrate.
migrate-nothing = База данных готова к этой версии программы, менять нечего.
migrate-first = База данных пуста. Будут созданы таблицы: { $tables }.
migrate-from = Таблицы сейчас версии { $revision }, до этой версии программы шагов: { $steps }.
migrate-tables = Новые таблицы: { $names }
migrate-columns = Новые столбцы: { $names }
migrate-others = Прочих изменений (индексы и устаревшее): { $number }
migrate-no-way-back = Строки в таблицах сохраняются. Вернуться к прежней версии можно только из резервной копии.
migrate-only-looked = Ничего не изменено: это был просмотр. Изменить: otklik migrate
migrate-newer = База данных принадлежит более новой версии программы. Ничего не изменено. Обновите программу.
migrate-failed = Подготовить базу данных не удалось ({ $why }). В ней ничего не изменено. Что проверить, подскажет otklik doctor


## Резервная копия: otklik backup, otklik restore

cli-help-backup =
    Сохранить в один файл всё, что хранит программа: базу данных, опросы и вложения.
    Останавливать программу не нужно.

    Как вызвать: otklik backup ФАЙЛ [--force] [--config ФАЙЛ]

      ФАЙЛ                куда записать; если это папка, имя будет с датой и временем
      --force             записать поверх существующего файла
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    В копию не входят настройки и токены (config.toml, .env) и ключи опросов: их
    храните отдельно. Если данные в PostgreSQL, нужна его программа pg_dump.
    Код завершения: 0, если копия записана и проверена; 1, если нет;
    2, если неверны настройки.
cli-help-restore =
    Восстановить данные из файла, который сделала команда otklik backup.
    Программа должна быть остановлена, а база и папка вложений – пусты:
    поверх существующих данных ничего не записывается.

    Как вызвать: otklik restore ФАЙЛ [--config ФАЙЛ]

      ФАЙЛ                резервная копия
      --config, -c ФАЙЛ   файл настроек, обычно config.toml

    Копия сначала проверяется целиком. Если в ней хоть что-то не так,
    ничего не восстанавливается. По шагам: docs/operations.ru.md
    Код завершения: 0, если данные восстановлены; 1, если нет; 2, если неверны настройки.

backup-done =
    Резервная копия записана и проверена: { $file } ({ $size } МБ, вложений: { $files })
    В ней персональные данные: читать её может только владелец файла. Настройки,
    токены и ключи опросов в неё не входят.
backup-there = Файл { $file } уже есть. Укажите другой или добавьте --force, чтобы заменить его.
backup-no-folder = Папки { $folder } нет. Создайте её или укажите другую.
backup-among-files = Копия не может лежать в папке вложений { $folder }: она попала бы сама в себя. Укажите другое место.
backup-no-database = Файла базы данных { $file } нет. Проверьте storage.url и папку, из которой запускаете команду.
backup-no-tables = База данных пуста: сохранять нечего. Проверьте storage.url.
backup-no-tool =
    Нет программы { $tool }: данные PostgreSQL сохраняет и восстанавливает она. Ничего не изменено.
    Поставьте пакет postgresql-client, в Debian и Ubuntu: sudo apt install postgresql-client
    Его версия должна быть не старше версии сервера. Затем повторите команду.
    Если пакет стоит, добавьте папку с { $tool } в PATH того, кто запускает otklik.
backup-old-tool =
    Программа { $tool } { $known ->
        [no] старше той, которой сделана копия
       *[yes] версии { $own } старше сервера PostgreSQL версии { $server }
    }: данные PostgreSQL сохраняет и восстанавливает она. Ничего не изменено.
    Поставьте пакет postgresql-client{ $known ->
        [no] { " " }новее
       *[yes] -{ $server }, в Debian и Ubuntu: sudo apt install postgresql-client-{ $server }
    }
    Если такого пакета нет, подключите репозиторий apt.postgresql.org. Затем повторите команду.
backup-storage = База данных не отвечает или повреждена ({ $why }). Что проверить, подскажет otklik doctor
backup-disk = Записать или прочитать файл не удалось ({ $why }). Проверьте свободное место и права.
backup-not-readable = Записанная копия не читается, поэтому она удалена. Проверьте диск и повторите.

restore-done =
    Данные восстановлены из копии от { $made }. Вложений: { $files }.
    После запуска программа отправит то, что ждало отправки в момент копии: { $waiting }.
    Что-то из этого люди могли уже получить. Чего нет в копии: сообщений, пришедших
    после неё, настроек, токенов и ключей опросов.
    Дальше: otklik doctor, затем запустите программу.
restore-stop-first =
    Программа с этими настройками работает (или её порт web.port занят). Остановите её
    и повторите.
restore-not-empty =
    Здесь уже есть данные: { $there }
    Поверх них ничего не записывается. Если они не нужны, перенесите их в другое место
    и повторите.
restore-damaged = Файл { $file } – не резервная копия или повреждён. Ничего не восстановлено. Возьмите другую копию.
restore-newer = Копию сделала более новая версия программы. Ничего не восстановлено. Обновите программу и повторите.
restore-other-database =
    В копии данные { $kind ->
        [sqlite] SQLite, а в настройках указан PostgreSQL
       *[postgresql] PostgreSQL, а в настройках указана SQLite
    }. Ничего не восстановлено. Исправьте storage.url.
restore-no-room = На диске не хватает места: нужно { $size } МБ. Ничего не восстановлено.
