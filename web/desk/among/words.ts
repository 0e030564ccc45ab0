import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "title": "Colleagues", "rooms": "Rooms", "all": "Everybody", "team": "Team “{name}”", "back": "All rooms", "none": "Nobody has written here yet.", "pick": "Choose a colleague or a room.",
  "box": "To: {name}", "say": "Send", "older": "Earlier words", "failed": "This was not sent: try again. Your words are kept.", "unread": { one: "{count} unread", other: "{count} unread" },
  "talk": "Open the chat it is about", "with": "with a link to the open chat", "noTalk": "Without the link", "link": "Add a link to the open chat", "called": "{name}: {text}", "you": "You", "how": "Visitors never see this.", "offline": "offline",
};

const ru: Translated<typeof en> = {
  "title": "Коллеги", "rooms": "Комнаты", "all": "Все", "team": "Команда «{name}»", "back": "Все комнаты", "none": "Здесь ещё никто не писал.", "pick": "Выберите коллегу или комнату.",
  "box": "Кому: {name}", "say": "Отправить", "older": "Раньше", "failed": "Не отправилось: попробуйте ещё раз. Текст сохранён.",
  "unread": { one: "{count} непрочитанное", few: "{count} непрочитанных", many: "{count} непрочитанных", other: "{count} непрочитанного" },
  "talk": "Открыть чат, о котором речь", "with": "со ссылкой на открытый чат", "noTalk": "Без ссылки", "link": "Приложить ссылку на открытый чат", "called": "{name}: {text}", "you": "Вы", "how": "Посетители этого не видят.", "offline": "не на связи",
};

export const words = speaker(en, ru);
