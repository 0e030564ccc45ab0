import type { Translated, Words } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "how": "What somebody must know to answer a chat. A chat needs the skills of its topic and its language; where nobody with room has them, anybody of the team answers after a while.",
  "none": "No skills are named", "none.how": "Everybody can answer everything. Name one when some questions belong to some people.", "loading": "Loading…", "failed": "This could not be loaded. Check the connection and open the page again.",
  "add": "Add a skill", "save": "Save", "saved": "Saved", "cancel": "Cancel", "name": "Name", "topics": "Topics that need it", "languages": "Languages that need it", "lines": "One a line, as the site has them", "verified": "Chats of verified visitors need it", "needsVerified": "verified visitors", "least": "Level from which on (1–100)",
  "people": "Who knows it, 1–100; empty: not at all", "remove": "Remove: {name}", "removed": "{name}: nobody is asked for it any more", "has": { one: "{count} person", other: "{count} people" }, "needs": "needed by {what}", "needsNothing": "needed by nothing yet",
  "level": "Level of {name}", "deputies": "Who stands in", "deputies.how": "When a personal manager has no room or is not there, her visitors go to whoever stands in.", "deputy": "{name}: who stands in", "nobody": "nobody",
  "wrong.name_in_use": "There is a skill of this name.", "wrong.level": "A level is 1 to 100.", "wrong.circle": "In the end they would stand in for themselves.", "wrong.other": "This could not be saved. Check what was written.",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  "how": "Что надо уметь, чтобы ответить в чате. Чату нужны умения его темы и языка; если ни у кого с местом их нет, через время ответит любой из команды.",
  "none": "Умений пока нет", "none.how": "Каждый отвечает на всё. Назовите умение, когда на часть вопросов отвечают не все.", "loading": "Загружается…", "failed": "Не получилось загрузить. Проверьте связь и откройте страницу снова.",
  "add": "Добавить умение", "save": "Сохранить", "saved": "Сохранено", "cancel": "Отмена", "name": "Название", "topics": "Темы, которым оно нужно", "languages": "Языки, которым оно нужно", "lines": "По одному на строке, как у сайта", "verified": "Нужно в чатах проверенных посетителей", "needsVerified": "проверенные посетители", "least": "С какого уровня (1–100)",
  "people": "Кто умеет, 1–100; пусто: никак", "remove": "Убрать: {name}", "removed": "{name}: больше не требуется", "has": { one: "{count} человек", few: "{count} человека", many: "{count} человек", other: "{count} человека" }, "needs": "нужно для: {what}", "needsNothing": "пока ни для чего не нужно",
  "level": "Уровень: {name}", "deputies": "Кто замещает", "deputies.how": "Если у личного менеджера нет места или его нет, его посетители идут к тому, кто замещает.", "deputy": "{name}: кто замещает", "nobody": "никто",
  "wrong.name_in_use": "Умение с таким названием уже есть.", "wrong.level": "Уровень — от 1 до 100.", "wrong.circle": "В итоге человек замещал бы сам себя.", "wrong.other": "Не получилось сохранить. Проверьте написанное.",
};

/** The words of the page of skills. */
export const words = speaker(en, ru);
