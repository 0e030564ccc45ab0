import type { Translated } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "how": "Yours on every machine where you sign in.",
  "undo": "Calling a reply back",
  "undo.how": "A reply waits so long before it goes. Enter in the empty box sends it at once, Ctrl + Z brings it back.",
  "undo.none": "It goes at once",
  "undo.some": { one: "{count} second", other: "{count} seconds" },
  "stop": "A second look before a reply goes",
  "stop.begun": "When the chat has changed since I began to write",
  "stop.unseen": "Only when something came that I could not see yet",
};

const ru: Translated<typeof en> = {
  "how": "Ваши на любом компьютере, где вы войдёте.",
  "undo": "Вернуть ответ",
  "undo.how": "Столько ответ ждёт, прежде чем уйти. Enter в пустом поле отправит его сразу, Ctrl + Z вернёт.",
  "undo.none": "Уходит сразу",
  "undo.some": { one: "{count} секунда", few: "{count} секунды", many: "{count} секунд", other: "{count} секунды" },
  "stop": "Второй взгляд перед отправкой",
  "stop.begun": "Если чат изменился с тех пор, как я начал писать",
  "stop.unseen": "Только если пришло то, чего я ещё не мог видеть",
};

export const words = speaker(en, ru);
