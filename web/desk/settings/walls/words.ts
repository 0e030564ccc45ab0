import type { Translated, Words } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "how": "The floor’s figures on a screen in the office, at which nobody signs in. It shows no customer’s and no colleague’s name; the link opens nothing else.",
  "loading": "Loading…", "failed": "This could not be loaded. Check the connection and open the page again.", "wrong": "This could not be done. Try again in a moment.",
  "none": "No screen yet", "noneHow": "Make a link, open it in the browser of the screen, and the figures stand there until you switch it off.",
  "new": "A new screen", "name": "Name, such as where it hangs", "name.wrong": "1 to 60 characters", "lasts": "The link holds", "lasts.0": "until it is switched off", "lasts.1": "for a day", "lasts.7": "for a week", "lasts.30": "for 30 days", "lasts.366": "for a year",
  "make": "Make a link", "link": "Link of the screen {name}", "link.how": "Open it in the screen’s browser. It is shown this once.", "copy": "Copy", "copied": "Copied", "many": "50 screens at most: switch one off first.",
  "by": "made by {name}", "until": "holds until {time}", "always": "holds until switched off", "over": "its time is over", "stopped": "stopped", "stoppedHow": "who made it sees the floor no more: make a new link", "seen": "last seen {ago}", "unseen": "not opened yet",
  "off": "Switch off: {name}", "off.sure": "Switch off", "off.keep": "Leave it", "off.done": "{name}: switched off",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  "how": "Показатели зала на экране в офисе, за которым никто не входит. Имён клиентов и коллег на нём нет; ничего другого ссылка не открывает.",
  "loading": "Загружается…", "failed": "Не получилось загрузить. Проверьте связь и откройте страницу снова.", "wrong": "Не получилось. Попробуйте чуть позже.",
  "none": "Экранов пока нет", "noneHow": "Сделайте ссылку, откройте её в браузере экрана — показатели будут там, пока вы его не выключите.",
  "new": "Новый экран", "name": "Название, например где висит", "name.wrong": "От 1 до 60 знаков", "lasts": "Ссылка действует", "lasts.0": "пока не выключат", "lasts.1": "день", "lasts.7": "неделю", "lasts.30": "30 дней", "lasts.366": "год",
  "make": "Сделать ссылку", "link": "Ссылка экрана «{name}»", "link.how": "Откройте её в браузере экрана. Показываем один раз.", "copy": "Скопировать", "copied": "Скопировано", "many": "Не больше 50 экранов: сначала выключите один.",
  "by": "автор: {name}", "until": "действует до {time}", "always": "действует, пока не выключат", "over": "срок вышел", "stopped": "остановлен", "stoppedHow": "у автора больше нет доступа к залу: сделайте новую ссылку", "seen": "на связи {ago}", "unseen": "ещё не открывали",
  "off": "Выключить: {name}", "off.sure": "Выключить", "off.keep": "Оставить", "off.done": "{name}: экран выключен",
};

/** The words of the page of big screens. */
export const words = speaker(en, ru);
