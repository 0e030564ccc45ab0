import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "label": "Offered to you", "title": "A chat for you: {name}", "visitor": "Visitor {number}", "you": "Offered to you", "nothing": "A file, no words",
  "accept": "Accept", "refuse": "Not now", "left": { one: "{count} second left", other: "{count} seconds left" }, "lapsed": "The offer went to a colleague: the time was over.",
  "withdrawn": "The offered chat is elsewhere now.", "over": "This chat is no longer offered to you.", "empty": "Nothing waits for you now.", "next": "Take the next one",
  "failed": "It did not work. Nothing is lost: try again.", "keys.accept": "accept an offered chat", "keys.refuse": "refuse an offered chat", "keys.pull": "take the next chat of the queue",
};

const ru: Translated<typeof en> = {
  "label": "Предложено вам", "title": "Вам предлагают чат: {name}", "visitor": "Посетитель {number}", "you": "Предложен вам", "nothing": "Файл без текста",
  "accept": "Принять", "refuse": "Не сейчас",
  "left": { one: "осталась {count} секунда", few: "осталось {count} секунды", many: "осталось {count} секунд", other: "осталось {count} секунды" },
  "lapsed": "Время вышло: чат предложен коллеге.", "withdrawn": "Предложенный чат уже не в очереди.", "over": "Этот чат вам больше не предлагают.",
  "empty": "Сейчас вас никто не ждёт.", "next": "Взять следующий", "failed": "Не получилось. Ничего не потеряно: попробуйте ещё раз.",
  "keys.accept": "принять предложенный чат", "keys.refuse": "отказаться от предложенного чата", "keys.pull": "взять следующий чат из очереди",
};

export const words = speaker(en, ru);
