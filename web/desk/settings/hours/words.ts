import type { Translated, Words } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "how": "Work is time at an open desk in a state that counts as work. Nights are cut at midnight of this browser’s time zone.",
  "first": "From", "last": "To", "csv": "Save as a table (CSV)", "loading": "Counting…", "failed": "The hours could not be loaded. Check the days and the connection.", "many": "At most 62 days, the last one not before the first.",
  "table": "Hours by person", "person": "Person", "days": "Days", "worked": "Work", "desk": "At the desk", "pause": "Pause", "away": "Away", "none": "Nobody was at a desk on these days.",
  "planned": "{fact} of {plan}", "open": "Days of {name}", "timeline": "What {name} did on {day}", "noDesk": "not at a desk", "set": "set by a lead", "day": "Day", "begin": "First", "end": "Last",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  "how": "Работа — время за открытым пультом в состоянии, которое считается работой. Ночи делятся в полночь по времени этого браузера.",
  "first": "С", "last": "По", "csv": "Сохранить таблицей (CSV)", "loading": "Считаем…", "failed": "Не получилось загрузить часы. Проверьте дни и связь.", "many": "Не больше 62 дней, последний не раньше первого.",
  "table": "Часы по людям", "person": "Человек", "days": "Дней", "worked": "Работа", "desk": "За пультом", "pause": "Перерыв", "away": "Отошёл", "none": "В эти дни за пультом никого не было.",
  "planned": "{fact} из {plan}", "open": "Дни: {name}", "timeline": "{name}, {day}: чем занимались", "noDesk": "не за пультом", "set": "задано руководителем", "day": "День", "begin": "Начало", "end": "Конец",
};

/** The words of the page of hours. */
export const words = speaker(en, ru);
