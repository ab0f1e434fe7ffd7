# Приветствие, меню целей обращения и страницы справки.
# Тексты самих страниц лежат в presets/<название>/guide.toml.
#
# Подписи menu-keyboard-menu, menu-my-appeals и menu-problem стоят на постоянной клавиатуре: нажатие приходит
# боту обычным сообщением с этой подписью. Слова, которые бот узнаёт, перечислены
# в handlers/menu.py, my_appeals.py и problem.py; другую подпись он примет за вопрос.

menu-literal = { $text }

menu-greeting =
    <b>{ $authority }</b>

    Здравствуйте. { $about }

    <b>Напишите вопрос в этот чат.</b> Можно приложить файлы, фото или голосовое сообщение. Ответит сотрудник не позднее чем через { menu-window }.

menu-greeting-impersonal =
    { menu-greeting }

    Личные данные здесь не нужны: не присылайте фамилии, телефоны и документы с ними.

menu-not-formal =
    { "" }
    Сообщение здесь не считается официальным обращением по закону № 59-ФЗ. Официальное обращение подают через Госуслуги: gosuslugi.ru

# «не позднее чем через …»
menu-window =
    { $unit ->
        [days] { $count } { $count ->
            [one] день
            [few] дня
           *[other] дней
        }
        [working-days] { $count } { $count ->
            [one] рабочий день
            [few] рабочих дня
           *[other] рабочих дней
        }
        [minutes] { $count } { $count ->
            [one] минуту
            [few] минуты
           *[other] минут
        }
        [seconds] { $count } { $count ->
            [one] секунду
            [few] секунды
           *[other] секунд
        }
       *[hours] { $count } { $count ->
            [one] час
            [few] часа
           *[other] часов
        }
    }

menu-main =
    <b>С чем вам помочь?</b>
    Выберите пункт или просто напишите вопрос.

menu-keyboard-menu = Меню
menu-my-appeals = Мои обращения
menu-problem = Сообщить о проблеме
menu-survey = Опрос: { $title }
menu-back = Назад
menu-home = В меню
menu-earlier = Предыдущие
menu-later = Следующие

menu-title = <b>{ $title }</b>
menu-title-part =
    <b>{ $title }</b>
    Страница { $part } из { $parts }

menu-form =
    <b>{ $title }</b>
    { $about }
    Это примерный образец.

menu-form-impersonal =
    { menu-form } Заполненный документ в этот чат не присылайте: в нём личные данные.

menu-form-coming = Отправляем файл
menu-page-gone = Этой страницы больше нет. Открыли меню.
menu-private-only = Меню работает только в личной переписке.
