import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "earlier.title": "Earlier chats", "earlier.open": "Open chat {no}", "earlier.more": "There are more: scroll the chat up.", "earlier.noTopic": "No topic", "earlier.nobody": "nobody answered",
  "earlier.open.now": "still open", "earlier.aside": "put aside",
  "notes.title": "Notes about the person", "notes.none": "Nothing is noted yet.", "notes.add": "Add a note", "notes.label": "Note for the team", "notes.hint": "The person never sees it. It stands beside all of their chats.",
  "notes.save": "Save", "notes.edit": "Change the note", "notes.remove": "Delete the note", "notes.removed": "The note is deleted", "notes.edited": "changed", "notes.long": "A note has at most {limit} characters, this one has {count}.",
  "notes.empty": "Write a few words.", "notes.outdated": "The note was changed meanwhile: look at it and change it again.", "notes.many": "There are too many notes about this person: delete one first.", "notes.failed": "That did not work. Your words are still here, try again.",
  "bans.title": "Banned", "bans.how": "{reason} · {who}, {until}", "bans.release": "Release", "beside.failed": "Earlier chats and notes could not be fetched.", "beside.again": "Try again",
  "first.title": "Write first", "first.do": "Write first",
  "here.row": "left the page", "here.left": "The visitor has left the page", "here.on": "The visitor is on the page",
} as const;

const ru: Translated<typeof en> = {
  "earlier.title": "Прежние чаты", "earlier.open": "Открыть обращение {no}", "earlier.more": "Есть и другие: прокрутите чат вверх.", "earlier.noTopic": "Без темы", "earlier.nobody": "никто не ответил",
  "earlier.open.now": "ещё открыт", "earlier.aside": "отложен",
  "notes.title": "Заметки о человеке", "notes.none": "Пока ничего не записано.", "notes.add": "Добавить заметку", "notes.label": "Заметка для команды", "notes.hint": "Сам человек её не увидит. Она видна рядом со всеми его чатами.",
  "notes.save": "Сохранить", "notes.edit": "Изменить заметку", "notes.remove": "Удалить заметку", "notes.removed": "Заметка удалена", "notes.edited": "изменена", "notes.long": "В заметке не больше {limit} знаков, а здесь {count}.",
  "notes.empty": "Напишите пару слов.", "notes.outdated": "Заметку тем временем изменили: посмотрите и исправьте ещё раз.", "notes.many": "Об этом человеке слишком много заметок: сначала удалите одну.", "notes.failed": "Не получилось. Ваши слова целы, попробуйте ещё раз.",
  "bans.title": "Заблокирован", "bans.how": "{reason} · {who}, {until}", "bans.release": "Разблокировать", "beside.failed": "Не удалось загрузить прежние чаты и заметки.", "beside.again": "Ещё раз",
  "first.title": "Написать первым", "first.do": "Написать первым",
  "here.row": "ушёл со страницы", "here.left": "Посетитель ушёл со страницы", "here.on": "Посетитель на странице",
};

export const words = speaker(en, ru);
