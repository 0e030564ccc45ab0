import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "title": "Other departments", "none": "Nobody was asked about this chat.", "ask": "Ask a department", "how": "They answer by a link, without a seat here. The customer sees neither the question nor the answer.",
  "department": "Department", "mail": "Their mail address", "mailHint": "Empty: hand the link over yourself.", "text": "Question", "send": "Ask", "cancel": "Cancel",
  "sentMail": "Asked by letter: {name}", "link": "Link for {name}", "linkHint": "It is shown once. Whoever has it can answer.", "copy": "Copy the link", "copied": "The link is copied", "done": "Done",
  "waits": "waits for {time}", "answered": "answered after {time}", "back": "taken back", "take": "Take back", "taken": "Taken back: {name}", "late": "It was answered meanwhile.",
  "failed": "That did not work. Your words are still here, try again.", "wrong": "This cannot be asked: {detail}", "notLoaded": "Questions to departments could not be fetched.", "again": "Try again",
} as const;

const ru: Translated<typeof en> = {
  "title": "Другие отделы", "none": "По этому чату никого не спрашивали.", "ask": "Спросить отдел", "how": "Они отвечают по ссылке, без места в Пульте. Клиент не видит ни вопроса, ни ответа.",
  "department": "Отдел", "mail": "Их почта", "mailHint": "Пусто — передайте ссылку сами.", "text": "Вопрос", "send": "Спросить", "cancel": "Отмена",
  "sentMail": "Вопрос ушёл письмом: {name}", "link": "Ссылка для: {name}", "linkHint": "Показываем один раз. Ответить может тот, у кого она есть.", "copy": "Скопировать ссылку", "copied": "Ссылка скопирована", "done": "Готово",
  "waits": "ждём {time}", "answered": "ответ через {time}", "back": "отозван", "take": "Отозвать", "taken": "Отозван: {name}", "late": "Тем временем ответили.",
  "failed": "Не получилось. Ваши слова целы, попробуйте ещё раз.", "wrong": "Так спросить нельзя: {detail}", "notLoaded": "Не получилось загрузить вопросы отделам.", "again": "Ещё раз",
};

/** The words of side questions. */
export const words = speaker(en, ru);
