import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "more": "More acts", "close": "Resolve with a reason", "snooze": "Put aside", "wake": "Bring back now", "promise": "Promise", "tags": "Tags", "ban": "Ban", "invite": "Invite a colleague", "part": "Give a part to another team", "leave": "Leave the chat",
  "when": "Until when", "when.hour": "In an hour", "when.evening": "This evening", "when.morning": "Tomorrow morning", "when.monday": "Monday",
  "when.own": "Another time", "when.wrong": "Choose a time to come.",
  "snooze.how": "The chat comes back to whoever holds it at this time, or as soon as the visitor writes. The visitor is told nothing.",
  "row.aside": "Aside · {time}", "row.promise": "by {time}", "snooze.do": "Put aside", "snoozed.until": "Aside until {time}", "snoozed.done": "Aside until {time}", "woken": "The chat is back",
  "promise.text": "What was promised", "promise.hint": "Such as “I will call when the parcel has left”", "promise.needed": "Write what was promised.", "promise.do": "Pin",
  "promise.done": "Pinned: {text}", "promise.by": "promised by {name}, until {time}", "promise.kept": "Kept", "promise.drop": "Take the promise back",
  "promise.wasKept": "The promise is kept", "promise.wasDropped": "The promise is taken back", "promise.due": "Promise due {time}", "promise.late": "Promise overdue since {time}",
  "tags.field": "Tags, with commas between them", "tags.hint": "One thing, one tag: capitals and “#” do not count", "tags.often": "Often used", "tags.do": "Save",
  "tags.done": "Tags saved", "tags.remove": "Take the tag “{tag}” off", "tags.none": "No tags yet",
  "close.reason": "How it ended (for the team)", "close.topic": "Topic", "close.choose": "Choose…", "close.needed": "An answer is needed here.", "close.do": "Resolve",
  "close.asks": "This site asks for a few words before a chat is resolved.", "failed": "This could not be asked now. Try again.", "save": "Save",
  "over.title": "Take the chat over", "over.how": "The chat comes to you with everything that stands in it. {name} sees that it was you and why; what was being written there is kept.",
  "over.reason": "Why", "over.hint": "May be left empty; the visitor does not see it", "over.do": "Take over",
  "transfer.now": "Hand over at once: {name}", "transfer.me": "{name} (you)", "transfer.whom": "Choose who gets the chat.", "transfer.full": "{name} carries all she may: another colleague will be quicker.",
  "transfer.force": "Hand it to {name} above the limit all the same",
  "transfer.note": "Note for whoever takes over", "transfer.noteHint": "Stands in the chat as a note; the visitor does not see it",
};

const ru: Translated<typeof en> = {
  "more": "Ещё действия", "close": "Решить с пояснением", "snooze": "Отложить", "wake": "Вернуть сейчас", "promise": "Обещание", "tags": "Метки", "ban": "Заблокировать", "invite": "Позвать коллегу", "part": "Передать часть другой команде", "leave": "Выйти из чата",
  "when": "До какого времени", "when.hour": "Через час", "when.evening": "Сегодня вечером", "when.morning": "Завтра утром", "when.monday": "В понедельник",
  "when.own": "Другое время", "when.wrong": "Выберите время в будущем.",
  "snooze.how": "В это время чат вернётся к тому, кто его ведёт, — или раньше, если посетитель напишет. Посетителю ничего не сообщат.",
  "row.aside": "Отложен · {time}", "row.promise": "до {time}", "snooze.do": "Отложить", "snoozed.until": "Отложен до {time}", "snoozed.done": "Отложен до {time}", "woken": "Чат вернулся",
  "promise.text": "Что обещано", "promise.hint": "Например: «Позвоню, когда посылку отправят»", "promise.needed": "Напишите, что обещано.", "promise.do": "Закрепить",
  "promise.done": "Закреплено: {text}", "promise.by": "обещает {name}, до {time}", "promise.kept": "Выполнено", "promise.drop": "Снять обещание",
  "promise.wasKept": "Обещание выполнено", "promise.wasDropped": "Обещание снято", "promise.due": "Обещано до {time}", "promise.late": "Обещание просрочено с {time}",
  "tags.field": "Метки через запятую", "tags.hint": "Одно и то же — одна метка: заглавные буквы и «#» не важны", "tags.often": "Частые", "tags.do": "Сохранить",
  "tags.done": "Метки сохранены", "tags.remove": "Снять метку «{tag}»", "tags.none": "Меток пока нет",
  "close.reason": "Чем закончилось (для коллег)", "close.topic": "Тема", "close.choose": "Выберите…", "close.needed": "Здесь нужен ответ.", "close.do": "Решён",
  "close.asks": "На этом сайте перед завершением чата нужно кое-что указать.", "failed": "Не удалось спросить сервер. Попробуйте ещё раз.", "save": "Сохранить",
  "over.title": "Забрать чат", "over.how": "Чат перейдёт к вам со всем, что в нём есть. Кто вёл его до вас ({name}), увидит, кто забрал и почему; начатый там текст сохранится.",
  "over.reason": "Почему", "over.hint": "Можно не заполнять; посетитель этого не увидит", "over.do": "Забрать",
  "transfer.now": "Передать сразу: {name}", "transfer.me": "{name} (это вы)", "transfer.whom": "Выберите, кому передать чат.", "transfer.full": "{name}: чатов уже сколько можно. Другой коллега ответит быстрее.",
  "transfer.force": "Передать всё равно, сверх предела: {name}",
  "transfer.note": "Заметка тому, кто примет", "transfer.noteHint": "Останется в чате заметкой; посетитель её не увидит",
};

export const words = speaker(en, ru);
export type ActionWord = keyof typeof en;
