/* Streamlit's own words in the user's language, and a question before unsaved typing is lost.

   Streamlit has no setting for its language, so the words it draws itself are replaced in the page, by exact match
   and never inside the office's data. Loaded as the first script of <head>, from our own address: nothing here is
   evaluated, nothing is inserted as HTML.

   The language: the element whose class is st-key-ui_lang_<kk|ru|en> (a Streamlit container with that key, drawn on
   every rerun) says it at once, without a reload; before it is drawn, the readable cookie ui_lang; else Kazakh. */
"use strict";
(() => {
  const LANGS = ["kk", "ru", "en"];

  // [as Streamlit says it, in Kazakh, in Russian]
  const WORDS = [
    // the frame of the page
    ["Skip to main content", "Негізгі мазмұнға өту", "Перейти к содержанию"],
    ["Main menu", "Негізгі мәзір", "Главное меню"],
    ["App pages", "Жүйе беттері", "Страницы системы"],
    ["Sidebar", "Бүйір мәзір", "Боковое меню"],
    ["Collapse sidebar", "Бүйір мәзірді жию", "Свернуть боковое меню"],
    ["Expand sidebar", "Бүйір мәзірді ашу", "Развернуть боковое меню"],
    ["Close sidebar", "Бүйір мәзірді жабу", "Закрыть боковое меню"],
    ["Navigate to home page", "Басты бетке өту", "На главную страницу"],
    ["View less", "Азырақ көрсету", "Показать меньше"],
    ["view less", "азырақ көрсету", "показать меньше"],
    ["view more", "толығырақ", "подробнее"],
    ["Notifications", "Хабарламалар", "Уведомления"],
    ["Scroll tabs left", "Қойындыларды солға жылжыту", "Прокрутить вкладки влево"],
    ["Scroll tabs right", "Қойындыларды оңға жылжыту", "Прокрутить вкладки вправо"],
    ["Link to heading", "Тақырыпқа сілтеме", "Ссылка на заголовок"],
    ["(opens in new tab)", "(жаңа қойындыда ашылады)", "(откроется в новой вкладке)"],
    ["Close", "Жабу", "Закрыть"],
    ["Cancel", "Болдырмау", "Отмена"],
    ["Copy", "Көшіру", "Копировать"],
    ["Copy to clipboard", "Көшіру", "Копировать"],
    ["Copied", "Көшірілді", "Скопировано"],
    ["Print", "Басып шығару", "Печать"],
    ["Rerun", "Жаңарту", "Обновить"],
    ["Always rerun", "Әрдайым жаңарту", "Всегда обновлять"],
    ["Settings", "Баптаулар", "Настройки"],
    ["About", "Жүйе туралы", "О системе"],
    ["Get help", "Көмек алу", "Помощь"],
    ["Report a bug", "Қате туралы хабарлау", "Сообщить об ошибке"],
    ["Record a screencast", "Экранды жазып алу", "Записать экран"],
    ["Clear cache", "Кэшті тазалау", "Очистить кэш"],
    ["Theme", "Түс режимі", "Цветовой режим"],
    ["Light", "Ашық", "Светлый"],
    ["Dark", "Қараңғы", "Тёмный"],
    ["System", "Жүйедегідей", "Как в системе"],
    ["Use system setting", "Жүйедегідей", "Как в системе"],
    // running and connection
    ["Running...", "Орындалуда…", "Выполняется…"],
    ["Stop", "Тоқтату", "Остановить"],
    ["Stopping...", "Тоқтатылуда…", "Останавливается…"],
    ["Loading...", "Жүктелуде…", "Загрузка…"],
    ["Please wait...", "Күте тұрыңыз…", "Подождите…"],
    ["Connecting", "Қосылуда", "Подключение"],
    ["Connecting to Streamlit server", "Серверге қосылуда", "Подключение к серверу"],
    ["Error", "Қате", "Ошибка"],
    ["Unable to connect to Streamlit server", "Серверге қосылу мүмкін болмады", "Не удалось подключиться к серверу"],
    ["Connection error", "Байланыс үзілді", "Связь прервалась"],
    ["Connection timed out.", "Сервер жауап бермеді.", "Сервер не ответил."],
    ["Connection lost. Please wait for the app to reconnect, then try again.",
      "Байланыс үзілді. Қайта қосылғанша күтіп, әрекетті қайталаңыз.",
      "Связь прервалась. Дождитесь восстановления и повторите действие."],
    ["Streamlit server is not responding. Are you connected to the internet?",
      "Сервер жауап бермей тұр. Желіге қосылғаныңызды тексеріңіз.",
      "Сервер не отвечает. Проверьте подключение к сети."],
    ["Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
      "Сервер тоқтап тұруы мүмкін. Әкімшіге хабарласыңыз.",
      "Возможно, сервер остановлен. Обратитесь к администратору."],
    ["Network Error", "Желі қатесі", "Ошибка сети"],
    ["Unknown error", "Белгісіз қате", "Неизвестная ошибка"],
    ["Unknown Error", "Белгісіз қате", "Неизвестная ошибка"],
    ["Script execution error", "Бетті дайындау кезінде қате болды", "Ошибка при подготовке страницы"],
    ["Try again", "Қайталау", "Повторить"],
    ["Don't show again", "Енді көрсетпеу", "Больше не показывать"],
    ["Cannot load Streamlit frontend code. This can happen when you update Streamlit while a Streamlit app is running.",
      "Беттің бір бөлігі жүктелмеді: жүйе жаңартылған болуы мүмкін. Бетті қайта ашыңыз.",
      "Часть страницы не загрузилась: возможно, система обновлена. Откройте страницу заново."],
    ["Page not found", "Бет табылмады", "Страница не найдена"],
    ["The page that you have requested does not seem to exist. Running the app's main page.",
      "Сұралған бет жоқ. Басты бет ашылды.", "Запрошенной страницы нет. Открыта главная страница."],
    // typing and choosing
    ["Press Enter to apply", "Қолдану үшін Enter басыңыз", "Нажмите Enter, чтобы применить"],
    ["Press Enter to submit form", "Жіберу үшін Enter басыңыз", "Нажмите Enter, чтобы отправить"],
    ["Press Ctrl+Enter to apply", "Қолдану үшін Ctrl+Enter басыңыз", "Нажмите Ctrl+Enter, чтобы применить"],
    ["Press Ctrl+Enter to submit form", "Жіберу үшін Ctrl+Enter басыңыз", "Нажмите Ctrl+Enter, чтобы отправить"],
    ["Press ⌘+Enter to apply", "Қолдану үшін ⌘+Enter басыңыз", "Нажмите ⌘+Enter, чтобы применить"],
    ["Press ⌘+Enter to submit form", "Жіберу үшін ⌘+Enter басыңыз", "Нажмите ⌘+Enter, чтобы отправить"],
    ["Choose an option", "Таңдаңыз", "Выберите"],
    ["Choose options", "Таңдаңыз", "Выберите"],
    ["Add an option", "Мән қосыңыз", "Добавьте значение"],
    ["Choose or add an option", "Таңдаңыз немесе қосыңыз", "Выберите или добавьте"],
    ["Choose or add options", "Таңдаңыз немесе қосыңыз", "Выберите или добавьте"],
    ["No options to select", "Таңдайтын ештеңе жоқ", "Выбирать не из чего"],
    ["No options to select.", "Таңдайтын ештеңе жоқ", "Выбирать не из чего"],
    ["No results", "Ештеңе табылмады", "Ничего не найдено"],
    ["No options", "Таңдайтын ештеңе жоқ", "Выбирать не из чего"],
    ["Select...", "Таңдаңыз…", "Выберите…"],
    ["Select all", "Барлығын таңдау", "Выбрать все"],
    ["Selected values", "Таңдалған мәндер", "Выбранные значения"],
    ["Selectbox options", "Тізім", "Список"],
    ["Open", "Ашу", "Открыть"],
    ["Clear all", "Барлығын алып тастау", "Убрать все"],
    ["Clear value", "Тазалау", "Очистить"],
    ["Clear entry", "Тазалау", "Очистить"],
    ["Increment", "Арттыру", "Увеличить"],
    ["Decrement", "Кеміту", "Уменьшить"],
    ["Show password", "Құпиясөзді көрсету", "Показать пароль"],
    ["Hide password", "Құпиясөзді жасыру", "Скрыть пароль"],
    ["Dismiss", "Жабу", "Закрыть"],
    ["Show password text", "Құпиясөзді көрсету", "Показать пароль"],
    ["Hide password text", "Құпиясөзді жасыру", "Скрыть пароль"],
    ["This field is required.", "Толтыру қажет.", "Заполните это поле."],
    ["Missing Submit Button", "Жіберу түймесі жоқ", "Нет кнопки отправки"],
    ["Next page", "Келесі бет", "Следующая страница"],
    ["Previous page", "Алдыңғы бет", "Предыдущая страница"],
    ["Pagination", "Беттер", "Страницы"],
    // files
    ["Upload", "Файл таңдау", "Выбрать файл"],
    ["Browse files", "Файл таңдау", "Выбрать файл"],
    ["Upload directories", "Бума таңдау", "Выбрать папку"],
    ["Add files", "Файл қосу", "Добавить файлы"],
    ["file upload", "файл жүктеу", "загрузка файла"],
    ["Drag and drop file here", "Файлды осында әкеліп тастаңыз", "Перетащите файл сюда"],
    ["Drag and drop a file here", "Файлды осында әкеліп тастаңыз", "Перетащите файл сюда"],
    ["Drag and drop files here", "Файлдарды осында әкеліп тастаңыз", "Перетащите файлы сюда"],
    ["Drag and drop directories here", "Бумаларды осында әкеліп тастаңыз", "Перетащите папки сюда"],
    ["Too many files", "Файл тым көп", "Слишком много файлов"],
    ["Only one file is allowed.", "Тек бір файл қабылданады.", "Можно только один файл."],
    ["Download failed", "Жүктеп алу мүмкін болмады", "Скачать не удалось"],
    // tables
    ["Fullscreen", "Толық экран", "На весь экран"],
    ["Close fullscreen", "Толық экраннан шығу", "Выйти из полного экрана"],
    ["Download as CSV", "CSV жүктеп алу", "Скачать CSV"],
    ["Download as PNG", "PNG жүктеп алу", "Скачать PNG"],
    ["Show/hide columns", "Бағандарды таңдау", "Выбрать столбцы"],
    ["Show chart", "Диаграмманы көрсету", "Показать диаграмму"],
    ["Show data", "Деректерді көрсету", "Показать данные"],
    ["Search", "Іздеу", "Поиск"],
    ["Type to search", "Іздейтініңізді жазыңыз", "Введите, что искать"],
    ["Close Search", "Іздеуді жабу", "Закрыть поиск"],
    ["Next Result", "Келесі нәтиже", "Следующий результат"],
    ["Previous Result", "Алдыңғы нәтиже", "Предыдущий результат"],
    ["Add row", "Жол қосу", "Добавить строку"],
    ["Delete row(s)", "Жолдарды жою", "Удалить строки"],
    ["Clear selection", "Таңдауды алып тастау", "Снять выделение"],
    ["Dataframe column menu", "Баған мәзірі", "Меню столбца"],
    ["Sort ascending", "Өсу ретімен", "По возрастанию"],
    ["Sort descending", "Кему ретімен", "По убыванию"],
    ["Autosize", "Енін мазмұнына қарай реттеу", "Ширина по содержимому"],
    ["Pin column", "Бағанды бекіту", "Закрепить столбец"],
    ["Unpin column", "Бағанды босату", "Открепить столбец"],
    ["Hide column", "Бағанды жасыру", "Скрыть столбец"],
    ["Copy column name", "Баған атауын көшіру", "Копировать название столбца"],
    ["Format", "Көрсету түрі", "Формат"],
    ["Statistics", "Статистика", "Статистика"],
    ["Automatic", "Автоматты", "Автоматически"],
    ["Localized", "Тіл ережесімен", "По правилам языка"],
    ["Plain", "Қарапайым", "Простой"],
    ["Compact", "Ықшам", "Кратко"],
    ["Percent", "Пайыз", "Процент"],
    ["Dollar", "Доллар", "Доллар"],
    ["Euro", "Еуро", "Евро"],
    ["Yen", "Иена", "Иена"],
    ["Accounting", "Бухгалтерлік", "Бухгалтерский"],
    ["Scientific", "Ғылыми", "Научный"],
    ["Distance", "Қанша уақыт өтті", "Сколько прошло"],
    ["Calendar", "Күнтізбе", "Календарь"],
    ["Duration", "Ұзақтық", "Длительность"],
    ["Count", "Саны", "Количество"],
    ["Values", "Мәндер", "Значения"],
    ["Empty", "Бос", "Пусто"],
    ["Distinct", "Әртүрлі мәндер", "Разных значений"],
    ["Sum", "Қосынды", "Сумма"],
    ["Average", "Орташа", "Среднее"],
    ["Median", "Медиана", "Медиана"],
    ["Minimum", "Ең азы", "Минимум"],
    ["Maximum", "Ең көбі", "Максимум"],
    ["Range", "Аралық", "Диапазон"],
    ["Standard deviation", "Стандартты ауытқу", "Стандартное отклонение"],
    ["Average length", "Орташа ұзындық", "Средняя длина"],
    ["Minimum length", "Ең қысқа ұзындық", "Наименьшая длина"],
    ["Maximum length", "Ең ұзын ұзындық", "Наибольшая длина"],
    ["Based on sample", "Іріктеме бойынша", "По выборке"],
    ["No data", "Деректер жоқ", "Нет данных"],
    ["No content", "Бос", "Пусто"],
    ["empty", "бос", "пусто"],
    ["Failed to load data", "Деректер жүктелмеді", "Не удалось загрузить данные"],
    ["Invalid input.", "Мән жарамайды.", "Неверное значение."],
    ["⚠️ Please fill out this cell.", "⚠️ Осы ұяшықты толтырыңыз.", "⚠️ Заполните эту ячейку."],
    ["The value cannot be interpreted as a number.", "Бұл сан емес.", "Это не число."],
    ["Distribution histogram", "Таралу гистограммасы", "Гистограмма распределения"],
    ["Top values frequency chart", "Жиі мәндер диаграммасы", "Диаграмма частых значений"],
    ["True/false distribution chart", "Иә/жоқ диаграммасы", "Диаграмма «да/нет»"],
    // dates
    ["Choose date", "Күнді таңдау", "Выбрать дату"],
    ["Choose date range", "Кезеңді таңдау", "Выбрать период"],
    ["Choose date and time", "Күн мен уақытты таңдау", "Выбрать дату и время"],
    ["Clear date", "Күнді тазалау", "Очистить дату"],
    ["Clear dates", "Күндерді тазалау", "Очистить даты"],
    ["Clear date and time", "Күн мен уақытты тазалау", "Очистить дату и время"],
    ["Clear time", "Уақытты тазалау", "Очистить время"],
    ["Quick select a date range", "Кезеңді жылдам таңдау", "Быстрый выбор периода"],
    ["Date range", "Кезең", "Период"],
    ["Time", "Уақыт", "Время"],
    ["Previous month", "Алдыңғы ай", "Предыдущий месяц"],
    ["Next month", "Келесі ай", "Следующий месяц"],
    ["Past Week", "Соңғы апта", "Последняя неделя"],
    ["Past Month", "Соңғы ай", "Последний месяц"],
    ["Past 3 Months", "Соңғы 3 ай", "Последние 3 месяца"],
    ["Past 6 Months", "Соңғы 6 ай", "Последние 6 месяцев"],
    ["Past Year", "Соңғы жыл", "Последний год"],
    ["Past 2 Years", "Соңғы 2 жыл", "Последние 2 года"],
    ["None", "Жоқ", "Нет"],
    ["Use arrow keys to navigate dates. Enter to select. Escape to close.",
      "Күндер арасында көрсеткі пернелермен жүріңіз. Enter – таңдау, Escape – жабу.",
      "Стрелки – переход по датам, Enter – выбор, Escape – закрыть."],
    ["Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. Escape to close.",
      "Көрсеткі пернелермен жүріңіз. Enter – таңдау, Tab – күнтізбе мен уақыт арасы, Escape – жабу.",
      "Стрелки – переход, Enter – выбор, Tab – между календарём и временем, Escape – закрыть."],
    ["Hours must be 0–23.", "Сағат 0–23 аралығында болуы керек.", "Часы: от 0 до 23."],
    ["Minutes must be 0–59.", "Минут 0–59 аралығында болуы керек.", "Минуты: от 0 до 59."],
    ["Seconds must be 0–59.", "Секунд 0–59 аралығында болуы керек.", "Секунды: от 0 до 59."],
    // charts (Plotly's bar)
    ["Download plot as a PNG", "Диаграмманы PNG түрінде жүктеп алу", "Скачать диаграмму в PNG"],
    ["Download plot as a png", "Диаграмманы PNG түрінде жүктеп алу", "Скачать диаграмму в PNG"],
    ["Zoom", "Ұлғайту", "Масштаб"],
    ["Pan", "Жылжыту", "Сдвиг"],
    ["Box Select", "Төртбұрышпен таңдау", "Выделить прямоугольником"],
    ["Lasso Select", "Еркін таңдау", "Выделить произвольно"],
    ["Zoom in", "Жақындату", "Приблизить"],
    ["Zoom out", "Алыстату", "Отдалить"],
    ["Autoscale", "Толық сыйғызу", "Вписать целиком"],
    ["Reset axes", "Бастапқы көрініс", "Исходный вид"],
  ];

  // [pattern, Kazakh, Russian]; $1, $2 are put in as text
  const PATTERNS = [
    [/^Choose date, (.+)$/, "Күнді таңдау, $1", "Выбрать дату, $1"],
    [/^Choose date range, (.+)$/, "Кезеңді таңдау, $1", "Выбрать период, $1"],
    [/^day, (.+)$/, "күні, $1", "день, $1"],
    [/^month, (.+)$/, "айы, $1", "месяц, $1"],
    [/^year, (.+)$/, "жылы, $1", "год, $1"],
    [/^hour, (.+)$/, "сағаты, $1", "час, $1"],
    [/^minute, (.+)$/, "минуты, $1", "минуты, $1"],
    [/^(\d+) – ([A-Z][a-z]+)$/, "$1 – $2", "$1 – $2"],
    [/^Selected Date: ([A-Z][a-z]+) 0?(\d+), (\d+)$/, "Таңдалған күн: $2 $1 $3 ж.", "Выбранная дата: $2 $1 $3 г."],
    [/^Selected Range: ([A-Z][a-z]+) 0?(\d+), (\d+) to ([A-Z][a-z]+) 0?(\d+), (\d+)$/,
      "Таңдалған кезең: $2 $1 $3 ж. – $5 $4 $6 ж.", "Выбранный период: $2 $1 $3 г. – $5 $4 $6 г."],
    [/^Selected Time: (.+)$/, "Таңдалған уақыт: $1", "Выбранное время: $1"],
    [/^(\d+) options? available\.$/, "Таңдауға болатыны: $1.", "Можно выбрать: $1."],
    [/^(.+), selected$/, "$1, таңдалды", "$1, выбрано"],
    [/^([\d.]+)\s?([KMG]?B) per file$/, "бір файл $1 $2 дейін", "файл до $1 $2"],
    [/^File must be ([\d.]+)\s?([KMG]?B) or smaller\.?$/, "Файл $1 $2 аспауы керек.", "Файл должен быть не больше $1 $2."],
    [/^(?:Error: )?File is larger than ([\d.]+) ?(\w+)$/, "Файл тым үлкен: ең көбі $1 $2", "Файл слишком большой: не больше $1 $2"],
    [/^File is smaller than ([\d.]+) ?(\w+)$/, "Файл тым кіші: кемінде $1 $2", "Файл слишком маленький: не меньше $1 $2"],
    [/^File type must be (?:one of )?(.+)$/, "Файл түрі мынадай болуы керек: $1", "Допустимый вид файла: $1"],
    [/^(.+) files are not allowed\.$/, "Мұндай файл қабылданбайды: $1", "Такой файл не принимается: $1"],
    [/^Error: $/, "Қате: ", "Ошибка: "],
    [/^View (\d+) more$/, "Тағы $1", "Ещё $1"],
    [/^Add: (.+)$/, "Қосу: $1", "Добавить: $1"],
    [/^Select (\d+) matches$/, "Табылған $1 мәнді таңдау", "Выбрать найденные ($1)"],
    [/^Remove (.+)$/, "Алып тастау: $1", "Убрать: $1"],
    [/^Help for (.+)$/, "Түсініктеме: $1", "Пояснение: $1"],
    [/^(.+) start date$/, "$1: басталатын күні", "$1: дата начала"],
    [/^(.+) end date$/, "$1: аяқталатын күні", "$1: дата окончания"],
    [/^Page (\d+)$/, "$1-бет", "Страница $1"],
    [/^(\d+) results?$/, "Табылғаны: $1", "Найдено: $1"],
    [/^(\d+) of (\d+) results?$/, "$2 нәтиженің $1-і", "$1 из $2"],
    [/^(?:Error: )?Number is outside the allowed range\. Please enter a value between (.+) and (.+)\.$/,
      "Сан рұқсат етілген аралықта емес: $1 – $2.", "Число вне допустимых границ: от $1 до $2."],
    [/^Number is above the allowed range\.(?: Please enter a value less than or equal to (.+)\.)?$/,
      "Сан тым үлкен. Ең көбі: $1", "Число слишком большое. Не больше $1"],
    [/^Number is below the allowed range\.(?: Please enter a value greater than or equal to (.+)\.)?$/,
      "Сан тым кіші. Ең азы: $1", "Число слишком маленькое. Не меньше $1"],
    [/^: Date set outside allowed range\. Please select a date between (.+) and (.+)\.$/,
      ": күн рұқсат етілген кезеңде емес: $1 – $2.", ": дата вне допустимого периода: $1 – $2."],
    [/^: Date set outside allowed range\. Please select a date on or before (.+)\.$/,
      ": күн тым кеш. Ең кеші: $1.", ": слишком поздняя дата. Не позже $1."],
    [/^: Date set outside allowed range\. Please select a date on or after (.+)\.$/,
      ": күн тым ерте. Ең ертесі: $1.", ": слишком ранняя дата. Не раньше $1."],
    [/^You have requested page \/(.*?), but no corresponding file was found in the app's pages\/ directory\. Running the app's main page\.$/,
      "«$1» беті жоқ немесе сізге ашық емес. Басты бет ашылды.", "Страницы «$1» нет, или она вам недоступна. Открыта главная страница."],
    [/^Connection failed with status (.+)$/, "Сервермен байланыс болмады ($1)", "Нет связи с сервером ($1)"],
  ];

  const ENGLISH_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December"];
  const MONTH_OF = {
    kk: ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"],
    ru: ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
  };
  // The calendar's head has one letter a day, and С stands there for three of seven; two letters tell them apart.
  const WEEK = { kk: ["Дс", "Сс", "Ср", "Бс", "Жм", "Сн", "Жс"], ru: ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"] };
  // An empty date shows which part goes where.
  const PARTS = {
    kk: { dd: "кк", mm: "аа", yyyy: "жжжж" }, ru: { dd: "дд", mm: "мм", yyyy: "гггг" },
  };

  const ASK = {
    kk: "Сақталмаған өзгерістер бар. Оларды сақтамай кетесіз бе?",
    ru: "Есть несохранённые изменения. Уйти, не сохраняя их?",
    en: "There are unsaved changes. Leave without saving them?",
  };

  // Text of the office itself: never touched. translate="no" is for our own components (the grade grid).
  const DATA = [
    "[translate=no]", "[data-testid=stMarkdown]", "[data-testid=stText]", "[data-testid=stHeading]",
    "[data-testid=stCode]", "[data-testid=stJson]", "[data-testid=stTable]", "[data-testid=stMetric]",
    "[data-testid=stHtml]", "[data-testid=stToastText]", "[data-testid=stAlert]", "[data-testid=stCaptionContainer]", "[data-testid=stWidgetLabel]",
    "[data-testid=stSidebarNavLink]", "[data-testid=stPageLink]", "[data-testid=stBidiComponentRegular]",
    "[data-testid=stBidiComponentIsolated]", "canvas", "script", "style", "code", "pre", "svg.main-svg",
  ].join(",");
  // Values of lists are data too; only these words in them are Streamlit's.
  const OPTION_OWN = /^(Select all|No results|No options to select\.?|Select \d+ matches|Add: .*)$/;
  const ATTRIBUTES = ["aria-label", "aria-valuetext", "placeholder", "title", "data-title"];
  const CALENDAR = "[data-testid*=Calendar],[class*=Calendar],[role=application],[data-testid=stDateInputPopover]," +
    "[data-testid=stDateInput],[data-testid=stDateTimeInput],[id^=react-aria][role=dialog]";

  // The browser has no Kazakh calendar: it draws the Russian one and its words are put into Kazakh.
  const MONTHS = [
    ["январь|января", "қаңтар"], ["февраль|февраля", "ақпан"], ["март|марта", "наурыз"], ["апрель|апреля", "сәуір"],
    ["май|мая", "мамыр"], ["июнь|июня", "маусым"], ["июль|июля", "шілде"], ["август|августа", "тамыз"],
    ["сентябрь|сентября", "қыркүйек"], ["октябрь|октября", "қазан"], ["ноябрь|ноября", "қараша"],
    ["декабрь|декабря", "желтоқсан"],
    ["янв", "қаң"], ["февр", "ақп"], ["апр", "сәу"], ["авг", "там"], ["сент", "қыр"], ["окт", "қаз"], ["нояб", "қар"],
    ["дек", "жел"],
    ["понедельник", "дүйсенбі"], ["вторник", "сейсенбі"], ["среда|среду", "сәрсенбі"], ["четверг", "бейсенбі"],
    ["пятница|пятницу", "жұма"], ["суббота|субботу", "сенбі"], ["воскресенье", "жексенбі"],
    ["пн", "дс"], ["вт", "сс"], ["ср", "ср"], ["чт", "бс"], ["пт", "жм"], ["сб", "сн"], ["вс", "жс"],
    ["сегодня", "бүгін"], ["выбранная дата", "таңдалған күн"], ["выбрано", "таңдалды"], ["выбран", "таңдалды"],
    ["выбранный диапазон", "таңдалған кезең"], ["первая доступная дата", "алғашқы рұқсат етілген күн"],
    ["последняя доступная дата", "соңғы рұқсат етілген күн"], ["календарь", "күнтізбе"],
    ["назад", "артқа"], ["вперед|вперёд|далее", "алға"], ["следующий", "келесі"], ["предыдущий", "алдыңғы"],
    ["день", "күн"], ["месяц", "ай"], ["год", "жыл"], ["час", "сағат"], ["минута", "минут"], ["пусто", "бос"],
    ["г", "ж"],
  ];
  const IN_KAZAKH = new Map();
  for (const [forms, word] of MONTHS) for (const form of forms.split("|")) IN_KAZAKH.set(form, word);
  const RUSSIAN = new RegExp(
    "(?<![а-яёәғқңөұүһі])(" + [...IN_KAZAKH.keys()].sort((a, b) => b.length - a.length).join("|") +
    ")(?![а-яёәғқңөұүһі])", "gi");

  const BOOK = { kk: new Map(WORDS.map((w) => [w[0], w[1]])), ru: new Map(WORDS.map((w) => [w[0], w[2]])) };

  const cookie = () => (document.cookie.match(/(?:^|;\s*)ui_lang=(kk|ru|en)(?:;|$)/) || [])[1];
  let lang = cookie() || "kk";

  // Streamlit asks the browser for the language of its calendar. Monday is the first day in ru-RU and en-GB.
  const locale = () => ({ kk: "ru-RU", ru: "ru-RU", en: "en-GB" })[lang];
  Object.defineProperty(Navigator.prototype, "language", { configurable: true, get: locale });
  Object.defineProperty(Navigator.prototype, "languages", { configurable: true, get: () => Object.freeze([locale()]) });

  function said(text) {
    const own = BOOK[lang];
    if (!own) return text;
    const bare = text.trim();
    if (!bare) return text;
    const word = own.get(bare);
    if (word !== undefined) return text.replace(bare, () => word);
    if (!/[A-Za-z]{2}/.test(bare)) return text;
    for (const [pattern, kk, ru] of PATTERNS) {
      const match = pattern.exec(bare);
      if (match) return (lang === "kk" ? kk : ru).replace(/\$(\d)/g, (_, n) => spoken(match[n] ?? ""));
    }
    return text;
  }
  // A piece of a pattern: a size or an English month has its own word, anything else stays.
  function spoken(piece) {
    if (/ (start|end) date$/.test(piece)) return said(piece);
    const month = ENGLISH_MONTHS.indexOf(piece);
    return month >= 0 ? MONTH_OF[lang][month] : ({ KB: "КБ", MB: "МБ", GB: "ГБ" })[piece] ?? piece;
  }

  function kazakhDate(text) {
    return text.replace(RUSSIAN, (word) => {
      const own = IN_KAZAKH.get(word.toLowerCase());
      return word[0] === word[0].toLowerCase() ? own : own[0].toUpperCase() + own.slice(1);
    });
  }

  // What Streamlit said first, so that a change of the language begins from its words and not from ours.
  const firstText = new WeakMap();
  const firstAttribute = new WeakMap();

  function translated(text, element) {
    const option = element.closest("[role=option]");
    if (option && !OPTION_OWN.test(text.trim())) return text;
    const part = element.dataset.type && PARTS[lang] && PARTS[lang][text];
    if (part) return part;
    const day = element.closest("th");
    if (day && WEEK[lang] && text.length <= 2 && element.closest(CALENDAR)) {
      return WEEK[lang][[...day.parentElement.children].indexOf(day)] ?? text;
    }
    const result = said(text);
    return lang === "kk" && result === text && element.closest(CALENDAR) ? kazakhDate(text) : result;
  }

  function visitText(node) {
    const parent = node.parentElement;
    if (!parent || parent.closest(DATA)) return;
    const known = firstText.get(node);
    const source = known && known.shown === node.nodeValue ? known.source : node.nodeValue;
    const shown = translated(source, parent);
    if (known || shown !== source) firstText.set(node, { source, shown });
    if (shown !== node.nodeValue) node.nodeValue = shown;
  }

  function visitAttributes(element) {
    if (element.closest("canvas,[translate=no]")) return;
    for (const name of ATTRIBUTES) {
      const now = element.getAttribute(name);
      if (!now) continue;
      const all = firstAttribute.get(element) || {};
      const known = all[name];
      const source = known && known.shown === now ? known.source : now;
      const shown = translated(source, element);
      if (known || shown !== source) firstAttribute.set(element, { ...all, [name]: { source, shown } });
      if (shown !== now) element.setAttribute(name, shown);
    }
  }

  function visit(root) {
    if (root.nodeType === Node.TEXT_NODE) return visitText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    visitAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) visitText(node); else visitAttributes(node);
    }
  }

  function listen() {
    const marker = document.querySelector("[class*=st-key-ui_lang_]");
    const asked = marker && (marker.className.match(/st-key-ui_lang_(kk|ru|en)\b/) || [])[1];
    if (asked && asked !== lang) {
      lang = asked;
      visit(document.body);
    }
    if (asked && asked !== cookie()) {
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = "ui_lang=" + asked + "; Path=/; Max-Age=31536000; SameSite=Lax" + secure;
    }
    if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
  }

  new MutationObserver((changes) => {
    listen();
    for (const change of changes) {
      if (change.type === "characterData") visitText(change.target);
      else if (change.type === "attributes") visitAttributes(change.target);
      else change.addedNodes.forEach(visit);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
  document.documentElement.lang = LANGS.includes(lang) ? lang : "kk";

  // ---- unsaved typing ----
  // A form with typing that was not sent. A refused save keeps the question alive by a container whose key
  // begins with "unsaved": the server knows that what stands in the form is not stored.
  const dirty = new Set();
  let lastForm = null;
  const form = (node) => node instanceof Element && node.closest("[data-testid=stForm],[class*=st-key-typed-]");
  const unsaved = () => {
    for (const one of dirty) if (!one.isConnected) dirty.delete(one);
    return dirty.size > 0 || document.querySelector("[class*=st-key-unsaved]") !== null;
  };
  document.addEventListener("focusin", (event) => { lastForm = form(event.target) || lastForm; }, true);
  document.addEventListener("input", (event) => { const own = form(event.target); if (own) dirty.add(own); }, true);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    // A value chosen in a list or a calendar is drawn outside of its form and sends no input event.
    if (target.closest("[role=option],[role=gridcell]") && lastForm && lastForm.isConnected) dirty.add(lastForm);
    if (target.closest("[data-testid=stFormSubmitButton],[class*=st-key-send-]")) { const own = form(target); if (own) dirty.delete(own); return; }
    const link = target.closest("[data-testid=stSidebarNavLink],[data-testid=stSidebar] a[href],[data-testid=stPageLink] a");
    if (!link || link.target === "_blank" || !unsaved()) return;
    if (window.confirm(ASK[lang])) { dirty.clear(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  // The search box leaves the page by itself and asks here first.
  document.addEventListener("office-leave", (event) => {
    if (!unsaved()) return;
    if (window.confirm(ASK[lang])) dirty.clear(); else event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!unsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });

  // ---- lists without a mouse ----
  // Enter in a list's search opens the single hit, once the list answers what is typed and not what was typed before.
  const SEARCH = "[class*=st-key-v-list-] input[type=search], [class*=st-key-v-list-][class*=-q] input";
  let typedAt = 0;
  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches(SEARCH)) typedAt = Date.now();
  }, true);
  // A table on a canvas takes Tab for itself, cell by cell: after Escape the next Tab (or Shift+Tab) leaves it.
  let leaving = false;
  document.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "CANVAS" || !event.target.closest('[data-testid="stDataFrame"]')) leaving = false;
    else if (event.key === "Escape") leaving = true;
    else if (event.key === "Tab" && leaving) { leaving = false; event.stopImmediatePropagation(); }
    else if (event.key !== "Shift") leaving = false;
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof Element) || !event.target.matches(SEARCH)) return;
    const until = Date.now() + 4000;
    (function open() {
      const busy = document.querySelector("[data-test-script-state=running]") || Date.now() - typedAt < 600;
      const hit = document.querySelector("[class*=st-key-hit-] button");
      if (!busy && hit) return hit.click();
      if (busy && Date.now() < until) setTimeout(open, 100);
    })();
  }, true);

  // ---- the idle lock ----
  // The server locks (core.users.idle): here the person's keys and mouse are told to it, and the question is drawn over
  // the page, which stays as it is behind it.
  const TELL = 30000;
  let told = 0, asked = 0, overlay = null;
  const send = (path, method, body) => fetch(path, { method, body, credentials: "same-origin",
    headers: { Accept: "application/json" } });
  async function state(method) {
    clearTimeout(asked);
    try {
      const answer = await send("/alive", method);
      if (!answer.ok) return;  // signed out: the next press says so
      const said = await answer.json();
      if (said.locked) return cover(said.words);
      uncover();
      if (said.left !== null) asked = setTimeout(() => state("GET"), Math.min(said.left * 1000 + 500, 2e9));
    } catch { asked = setTimeout(() => state("GET"), 15000); }
  }
  function here() {
    if (overlay || Date.now() - told < TELL) return;
    told = Date.now();
    state("POST");
  }
  function uncover() {
    if (!overlay) return;
    overlay.remove();
    overlay = null;
    document.documentElement.classList.remove("locked");
  }
  function piece(kind, text, className) {
    const made = document.createElement(kind);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function cover(words) {
    if (overlay) return;
    overlay = piece("dialog", "", "idle-lock");
    overlay.setAttribute("translate", "no");
    const form = piece("form");
    const password = piece("input");
    Object.assign(password, { type: "password", name: "password", autocomplete: "current-password", maxLength: 200, required: true });
    password.setAttribute("aria-label", words.password);
    const wrong = piece("p", "", "wrong");
    wrong.setAttribute("role", "alert");
    const other = piece("button", words.other, "quiet");
    other.type = "button";
    other.addEventListener("click", async () => { await send("/signout", "POST"); dirty.clear(); location.assign("/signin"); });
    form.append(piece("h2", words.title), piece("b", words.name), piece("p", words.hint), password, wrong,
      piece("button", words.enter, "primary"), other);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await send("/unlock", "POST", new URLSearchParams({ password: password.value }));
        password.value = "";
        if (answer.status === 401 && !(answer.headers.get("content-type") || "").includes("json")) return location.assign("/signin");
        const said = await answer.json();
        if (!answer.ok) { wrong.textContent = said.told || ""; return password.focus(); }
        told = Date.now();
        uncover();
        state("GET");
      } catch { password.focus(); }
    });
    overlay.addEventListener("cancel", (event) => event.preventDefault());
    overlay.append(form);
    document.documentElement.classList.add("locked");
    document.body.append(overlay);
    overlay.showModal();
    password.focus();
  }
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    window.addEventListener(kind, here, { capture: true, passive: true });
  }
  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element) || !event.target.closest(".st-key-lock-now button")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try { await send("/lock", "POST"); } finally { state("GET"); }
  }, true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) state("GET"); });
  if (document.body) state("GET"); else document.addEventListener("DOMContentLoaded", () => state("GET"));
})();
