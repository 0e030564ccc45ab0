import type { Translated } from "../../../core/i18n.ts";
import type { en } from "./en.ts";

export const ru: Translated<typeof en> = {
  "loading": "Зал открывается…",
  "refused": "Зал открыт только руководителям.",
  "back": "Назад к чатам",
  "save": "Сохранить",
  "team.none": "без команды", "team.unknown": "другая команда",
  "channel.every": "Все каналы",
  "seconds": "{n} с", "minutes": "{n} мин", "hours": "{h} ч {m} мин",
  "over": "за планкой", "soon": "скоро у планки",
  "more": { one: "Показать ещё {count}", few: "Показать ещё {count}", many: "Показать ещё {count}", other: "Показать ещё {count}" },
  "and": { one: "и ещё {count}", few: "и ещё {count}", many: "и ещё {count}", other: "и ещё {count}" },

  "figure.queue": "В очереди", "figure.oldest": "дольше всех {time}", "figure.nobodyWaits": "никто не ждёт",
  "figure.first_reply": "Первый ответ", "figure.waiting": "Ожидание", "figure.hour": "из {count} за час · планка {bar}",
  "figure.people": "Готовы", "figure.line": "с местом {room} · за пультом {here} из {line}",

  "queue": "Очередь", "queue.of": "Очередь: {name}", "queue.empty": "пусто",
  "queue.count": { one: "{count} · дольше всех {time}", few: "{count} · дольше всех {time}", many: "{count} · дольше всех {time}", other: "{count} · дольше всех {time}" },
  "queue.more": "Показать очередь дальше",
  "ahead": "Близко к планке", "ahead.none": "Ничего не близко.", "ahead.late": { one: "за ней {count}", few: "за ней {count}", many: "за ней {count}", other: "за ней {count}" },
  "ahead.in": "через {time}", "ahead.over": "+{time}",

  "people": "Люди", "people.none": "За пультом никого нет.", "people.away": { one: "Не за пультом: {count}", few: "Не за пультом: {count}", many: "Не за пультом: {count}", other: "Не за пультом: {count}" },
  "offline": "Не за пультом", "load": "{load} из {limit}",

  "move.how": "Пробел берёт чат в руки, стрелки выбирают, куда, Enter кладёт, Escape оставляет.",
  "move.grabbed": "{name}: в руках. Стрелки выбирают, куда, Enter кладёт.", "move.cancelled": "Остаётся на месте.",
  "move.done": "{name} → {where}", "move.full": "{name}: чатов уже столько, сколько позволяет предел.", "move.force": "Всё равно отдать",

  "bars": "Планки", "bars.how": "К чему стремимся. Когда планка пройдена, это видно в зале и слышно.", "bars.first_reply": "Первый ответ, секунд", "bars.waiting": "Ожидание ответа, секунд",
  "bars.saved": "Планки заданы", "bars.wrong": "От 1 до 86 400 секунд", "bars.failed": "Не получилось задать планки. Попробуйте чуть позже.",
  "alerts": "Сигналы", "alerts.how": "В этом браузере, пока открыт зал.", "alerts.late": "Чат в очереди ждёт дольше планки",
  "alerts.figures": "Среднее за час проходит планку", "alerts.nobody": "Кто-то ждёт, а готовых нет",
  "alert.late": "{name}: ждёт дольше планки",
  "alert.nobody": { one: "Ждёт {count}, а готовых нет", few: "Ждут {count}, а готовых нет", many: "Ждут {count}, а готовых нет", other: "Ждут {count}, а готовых нет" },
  "alert.first_reply": "Первый ответ, {channel}: в среднем {time}, дольше планки", "alert.waiting": "Ожидание, {channel}: в среднем {time}, дольше планки",

  "big": "Большой экран", "big.bar": "планка {bar}", "big.line": "с местом {room}, за пультом {here}", "big.cut": "Связи нет",
  "wall.gone": "Этот экран выключен", "wall.goneHow": "Ссылка больше не действует. Новую делает руководитель: Настройки → Экраны на стене.",
};
