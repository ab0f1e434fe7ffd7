### Подсказки к командам: список, который мессенджер показывает у поля ввода.

command-start = С чего начать и что можно спросить
command-my = Мои обращения
command-help = Как пользоваться

command-staff-mine = Обращения, которые я взял
command-staff-open = Открытые обращения, сначала срочные
command-staff-find = Найти обращение по словам
command-staff-appeal = Обращение по номеру, с историей
command-staff-help = Все команды
