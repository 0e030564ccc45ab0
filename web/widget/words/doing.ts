import type { Language } from "../../core/i18n.ts";

const en = {
  quote: "Reply",
  edit: "Edit",
  erase: "Delete",
  quoting: "Your reply to",
  editing: "Editing the message",
  leave: "Cancel",
  tooLate: "A message can be changed for 15 minutes only",
  notChanged: "That could not be done",
  end: "End the chat",
  endAsk: "End the chat?",
  endYes: "Yes, end it",
  endNo: "No",
};

const ru: typeof en = {
  quote: "Ответить",
  edit: "Изменить",
  erase: "Удалить",
  quoting: "Ваш ответ на",
  editing: "Изменение сообщения",
  leave: "Отменить",
  tooLate: "Сообщение можно изменить только в течение 15 минут",
  notChanged: "Это не получилось",
  end: "Завершить разговор",
  endAsk: "Завершить разговор?",
  endYes: "Да, завершить",
  endNo: "Нет",
};

/** What one does with a talk, in words: they come with the parts that do it. */
export const doingWords: Readonly<Record<Language, typeof en>> = { en, ru };
