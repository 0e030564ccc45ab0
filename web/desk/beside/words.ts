import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "nobody": "Pult", "open": "Open",
  "told.title": "A colleague", "told.hidden": "Something for you in a chat",
  "told.whisper": "{name} whispers to you", "told.whisperText": "{name} whispers: “{text}”",
  "told.given": "{name}: a chat for you", "told.givenText": "{name}: a chat for you, “{text}”",
  "told.over": "{name} has your chat now. What you had begun is kept.", "told.overText": "{name} has your chat now: “{text}”. What you had begun is kept.",
  "told.back": "Your chat is back in the queue. What you had begun is kept.", "told.backText": "Your chat is back in the queue: “{text}”. What you had begun is kept.",
  "told.invited": "{name} asks you into a chat", "told.invitedText": "{name} asks you into a chat: “{text}”",
  "told.removed": "{name}: you are no longer needed in that chat", "told.removedText": "{name}: you are no longer needed in that chat",
  "told.late": "Somebody has been waiting for too long", "told.lateText": "Somebody has been waiting for too long: {text}",
  "hail": "{name}: {text}",
  "looking": "Also looking: {names}",
  "writing": "{name} is writing:", "writing.use": "Put into my box",
  "to.label": "For whom", "to.all": "all colleagues", "to.one": "{name}", "to.hint": "A whisper for {name}", "to.where": "for {name} · the team can read it",
  "whisper.to": "to {name}", "whisper.toYou": "to you", "whisper.answer": "Answer",
  "guest.read": "{name} reads along", "guest.answer": "{name} answers too", "guest.remove": "Show {name} out",
  "invite.whom": "Whom", "invite.may": "May", "invite.read": "read along and write notes", "invite.answer": "answer the visitor too",
  "invite.other": "another team: sees this chat alone", "invite.note": "A word for them", "invite.noteHint": "Stands in the chat as a note for them; the visitor sees nothing of it",
  "invite.do": "Invite", "invite.done": "Invited: {name}", "invite.nobody": "Nobody else is there to be asked.", "invite.choose": "Choose somebody.",
  "left": "You have left the chat",
};

const ru: Translated<typeof en> = {
  "nobody": "Пульт", "open": "Открыть",
  "told.title": "Коллега", "told.hidden": "Для вас что-то есть в чате",
  "told.whisper": "{name} шепчет вам", "told.whisperText": "{name} шепчет: «{text}»",
  "told.given": "{name}: чат для вас", "told.givenText": "{name}: чат для вас, «{text}»",
  "told.over": "Ваш чат теперь ведёт {name}. Начатый текст сохранён.", "told.overText": "Ваш чат теперь ведёт {name}: «{text}». Начатый текст сохранён.",
  "told.back": "Ваш чат снова в очереди. Начатый текст сохранён.", "told.backText": "Ваш чат снова в очереди: «{text}». Начатый текст сохранён.",
  "told.invited": "{name} зовёт вас в чат", "told.invitedText": "{name} зовёт вас в чат: «{text}»",
  "told.removed": "{name}: в том чате вы больше не нужны", "told.removedText": "{name}: в том чате вы больше не нужны",
  "told.late": "Кто-то ждёт ответа слишком долго", "told.lateText": "Кто-то ждёт ответа слишком долго: {text}",
  "hail": "{name}: {text}",
  "looking": "Тоже здесь: {names}",
  "writing": "{name} пишет:", "writing.use": "Взять к себе",
  "to.label": "Для кого", "to.all": "для всех коллег", "to.one": "{name}", "to.hint": "Шёпот: прочтёт {name}", "to.where": "для {name} · видно команде",
  "whisper.to": "для {name}", "whisper.toYou": "для вас", "whisper.answer": "Ответить",
  "guest.read": "{name} читает", "guest.answer": "{name} тоже отвечает", "guest.remove": "Проводить из чата: {name}",
  "invite.whom": "Кого", "invite.may": "Что можно", "invite.read": "читать и писать заметки", "invite.answer": "ещё и отвечать посетителю",
  "invite.other": "другая команда: увидит только этот чат", "invite.note": "Пара слов коллеге", "invite.noteHint": "Останутся в чате заметкой для него; посетитель ничего не увидит",
  "invite.do": "Позвать", "invite.done": "В чат позван коллега: {name}", "invite.nobody": "Звать больше некого.", "invite.choose": "Выберите коллегу.",
  "left": "Вы вышли из чата",
};

export const words = speaker(en, ru);
