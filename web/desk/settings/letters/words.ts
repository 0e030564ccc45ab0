import type { Translated, Words } from "../../../core/i18n.ts";
import { speaker } from "../../state/speak.ts";

const en = {
  "how": "Replies to letters of Pult come into this mailbox. Every letter is kept as it came for a month, and here is what came of it.",
  "loading": "Loading…", "failed": "Letters could not be fetched.", "again": "Look again",
  "unset": "No mailbox is set up", "unsetHow": "Letters are sent, replies to them are not read. Set PULT_IMAP_URL and PULT_MAIL_REPLY on the server: docs/mail.md.",
  "looked": "looked into {time}", "notYet": "not looked into yet", "broken": "cannot be looked into since {time}: {reason}",
  "none": "No letters yet", "noneHow": "A reply to a question for another department stands here as soon as it has come.",
  "nameless": "no address", "subjectless": "(no subject)", "raw": "As it came", "rawOf": "The letter as it came: {subject}",
  "taken": "answered a question", "automatic": "written by a machine", "double": "came twice", "empty": "no words in it", "closed": "question taken back", "too_many": "too many about one question",
  "nobody": "for nobody here", "unreadable": "could not be read", "waits": "waits to be read",
} as const satisfies Words;

const ru: Translated<typeof en> = {
  "how": "В этот ящик приходят ответы на письма Пульта. Каждое письмо месяц хранится таким, каким пришло; здесь видно, что с ним стало.",
  "loading": "Загружаем…", "failed": "Не получилось загрузить письма.", "again": "Обновить",
  "unset": "Почтовый ящик не настроен", "unsetHow": "Письма уходят, ответы на них не читаются. На сервере нужны PULT_IMAP_URL и PULT_MAIL_REPLY: docs/mail.md.",
  "looked": "просмотрен {time}", "notYet": "ещё не просмотрен", "broken": "не открывается, с {time}: {reason}",
  "none": "Писем пока нет", "noneHow": "Ответ на вопрос другому отделу появится здесь, как только придёт.",
  "nameless": "без адреса", "subjectless": "(без темы)", "raw": "Как пришло", "rawOf": "Письмо, как пришло: {subject}",
  "taken": "ответ на вопрос", "automatic": "написано программой", "double": "пришло дважды", "empty": "без слов", "closed": "вопрос отозван", "too_many": "слишком много об одном вопросе",
  "nobody": "никому здесь", "unreadable": "не читается", "waits": "ждёт чтения",
};

/** The words of letters that came. */
export const words = speaker(en, ru);
