import type { Translated } from "../../core/i18n.ts";
import type { enList } from "./en-list.ts";

export const ruList: Translated<typeof enList> = {
  "search.title": "Поиск по всему",
  "keys.search": "поиск по всему, на Mac — ⌘ K",
  "list.mine": "Мои чаты",
  "list.queue": "Очередь",
  "list.team": "Чаты моих команд",
  "list.all": "Все открытые чаты",
  "list.resolved": "Недавно решённые",
  "list.waiting": { one: "ждёт {count}", few: "ждут {count}", many: "ждут {count}", other: "ждут {count}" },
  "list.more": "Загружаем дальше…",
  "list.moreFailed": "Остальное не загрузилось.",
  "list.moreAgain": "Ещё раз",
  "tab.mine": "Мои",
  "tab.queue": "Очередь",
  "tab.team": "Команда",
  "tab.all": "Все",
  "row.given": "передан вам",
  "row.givenBy": "от кого: {name}",
  "row.unreadCount": {
    one: "{count} непрочитанное сообщение", few: "{count} непрочитанных сообщения", many: "{count} непрочитанных сообщений",
    other: "{count} непрочитанного сообщения",
  },
  "empty.team": "У ваших команд нет открытых чатов",
  "empty.teamHow": "Здесь чаты, которые принадлежат вашим командам, кто бы их ни вёл.",
  "empty.resolved": "Пока ничего не решено",
  "empty.resolvedHow": "Здесь решённые чаты, последний сверху. Отсюда их можно прочитать и открыть снова (O).",
  "keys.ban": "заблокировать посетителя",
};
