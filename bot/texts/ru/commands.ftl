### Подсказки к командам: список, который мессенджер показывает у поля ввода.

command-start = С чего начать и что можно спросить
command-my = Мои обращения
command-survey = Пройти опрос
command-subscribe = Получать приглашения в опросы
command-unsubscribe = Больше не получать приглашений
command-privacy = Анонимный опрос: что защищено
command-help = Как пользоваться

command-staff-mine = Обращения, которые я взял
command-staff-open = Открытые обращения, сначала срочные
command-staff-find = Найти обращение по словам
command-staff-appeal = Обращение по номеру, с историей
command-staff-topic = Открыть тему обращения раньше других
command-staff-incidents = Одно и то же от многих людей
command-staff-register = Реестр обращений файлом
command-staff-register_offline = Записать обращение, пришедшее не из мессенджера
command-staff-help = Все команды
command-staff-due = У каких обращений скоро истекает срок
command-staff-overdue = Просроченные обращения
command-staff-interim = Сообщить клиенту новый срок и причину
command-staff-handover = Передать обращение другому
command-staff-extend = Продлить срок (начальник отдела)
command-staff-duty = Кто дежурит и кого нет
command-staff-absent = Отметить отсутствие
command-staff-back = Снова на месте
command-staff-invite = Пригласить сотрудника
