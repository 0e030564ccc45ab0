import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "title": "Give a part to another team", "instead": "Only a second question? Give that part to another team, and keep the chat.", "instead.do": "Give a part",
  "topic": "What it is about", "topic.hint": "Two or three words: the other team sees them in its queue", "topic.needed": "Say what it is about.",
  "team": "To which team", "team.failed": "The teams could not be asked for. Close this window and try again.", "team.none": "There is no other team to give it to.", "everybody": "everybody", "loading": "Asking for the teams…",
  "note": "What to know", "note.hint": "For colleagues; the visitor does not see it", "lines": "It is about these words",
  "back": "If nobody takes it", "back.900": "back to me after 15 minutes", "back.3600": "back to me after an hour", "back.86400": "back to me after a day", "back.0": "it goes on waiting",
  "how": "The chat stays yours, under its number. Whoever takes the part answers the visitor here beside you.",
  "do": "Give the part", "given": "Given: {topic}",
  "bar": "Parts with other teams", "waits": "“{topic}” waits for another team", "with": "“{topic}”: {name} answers here", "mine": "You answer here for “{topic}”",
  "see": "Show the words", "done": "This part is done", "queue": "Back to my team’s queue", "take": "Take it back",
  "of": "A part of chat {no}: “{topic}”", "of.how": "Take it, and you answer in the chat itself.", "of.open": "Open the chat", "of.over": "This part is over.", "refuse": "Not for us",
  "end.done": "This part is done", "end.refused": "Not for us", "end.back": "Take the part back", "end.note": "A word for colleagues", "end.hint": "May be left empty; the visitor does not see it",
  "end.do": "Confirm", "ended.done": "Done: {topic}", "ended.refused": "Sent back: {topic}", "ended.back": "Taken back: {topic}",
  "row": "part",
};

const ru: Translated<typeof en> = {
  "title": "Передать часть другой команде", "instead": "Попутный вопрос? Передайте другой команде только его, а чат оставьте себе.", "instead.do": "Передать часть",
  "topic": "О чём речь", "topic.hint": "Два-три слова: их увидит в своей очереди другая команда", "topic.needed": "Напишите, о чём речь.",
  "team": "Какой команде", "team.failed": "Не получилось узнать команды. Закройте окно и попробуйте снова.", "team.none": "Другой команды нет.", "everybody": "всем", "loading": "Спрашиваем список команд…",
  "note": "Что нужно знать", "note.hint": "Для коллег; посетитель этого не увидит", "lines": "Речь об этих словах",
  "back": "Если никто не возьмёт", "back.900": "вернуть мне через 15 минут", "back.3600": "вернуть мне через час", "back.86400": "вернуть мне через день", "back.0": "пусть ждёт дальше",
  "how": "Чат остаётся вашим, с тем же номером. Кто возьмёт часть, ответит посетителю здесь же, рядом с вами.",
  "do": "Передать часть", "given": "Передано: {topic}",
  "bar": "Части у других команд", "waits": "«{topic}» ждёт другую команду", "with": "«{topic}»: здесь отвечает {name}", "mine": "Вы отвечаете здесь: «{topic}»",
  "see": "Показать слова", "done": "Часть решена", "queue": "В очередь своей команды", "take": "Забрать себе",
  "of": "Часть чата {no}: «{topic}»", "of.how": "Возьмите её — отвечать вы будете в самом чате.", "of.open": "Открыть чат", "of.over": "Эта часть завершена.", "refuse": "Не к нам",
  "end.done": "Часть решена", "end.refused": "Не к нам", "end.back": "Забрать часть себе", "end.note": "Пара слов коллегам", "end.hint": "Можно не заполнять; посетитель этого не увидит",
  "end.do": "Подтвердить", "ended.done": "Решено: {topic}", "ended.refused": "Отправлено назад: {topic}", "ended.back": "Снова у вас: {topic}",
  "row": "часть",
};

export const words = speaker(en, ru);
