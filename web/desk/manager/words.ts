import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "title": "Personal manager", "none": "nobody", "failed": "This was not saved. Try again.", "manager": "personal manager", "deputy": "stands in for the personal manager",
  "away": "The personal manager is away, and so is everybody in that place: an answer can be promised for later.",
  "by": "By when", "ask": "Ask {name} to write back…", "text": "{name} writes back", "do": "Promise and hand over",
  "how": "The chat waits for {name}, put aside, with this promise pinned; the visitor is told the time and need not wait. If {name} is still away then, the chat goes back to its place in the queue.",
  "promised": "{name} has the chat and is to write by {time}; the visitor is told", "handed": "{name} is there: the chat was handed over, nothing was promised",
  "full": "{name} carries all she may: nothing was promised.", "far": "Choose a time within the next 30 days.", "nobody": "This visitor has no personal manager any more.",
};

const ru: Translated<typeof en> = {
  "title": "Персональный менеджер", "none": "нет", "failed": "Не сохранилось. Попробуйте ещё раз.", "manager": "персональный менеджер", "deputy": "заменяет персонального менеджера",
  "away": "Персонального менеджера и тех, кто его заменяет, сейчас нет: можно пообещать ответ позже.",
  "by": "К какому времени", "ask": "Попросить ответить позже: {name}…", "text": "{name}: ответить посетителю", "do": "Пообещать и передать",
  "how": "Чат отложен и ждёт ({name}), обещание закреплено; посетителю назовут время, ждать ему не нужно. Если к этому времени на месте никого не будет, чат вернётся на своё место в очереди.",
  "promised": "Чат передан, посетителю назвали время: {name}, до {time}", "handed": "{name} на месте: чат передан, обещать ничего не пришлось",
  "full": "{name}: чатов уже сколько можно. Ничего не обещано.", "far": "Выберите время в ближайшие 30 дней.", "nobody": "Персонального менеджера у посетителя больше нет.",
};

export const words = speaker(en, ru);
