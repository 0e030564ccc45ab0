import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "asking": "Finding out how it would arrive…", "failed": "This could not be asked now. Try again.", "again": "Try again",
  "banned": "This person is banned: nothing can be written to them. Release the ban first.", "gone": "The channel on which they wrote is not connected any more: there is no way to reach them.",
  "open": "A chat with this person is open already. Go on there.", "open.elsewhere": "A colleague of another team has an open chat with this person.", "open.do": "Open that chat",
  "topic": "Topic", "topic.hint": "May stay empty", "text": "First words", "text.hint": "The person sees them; the chat will be yours.", "text.needed": "Write what you want to say.", "text.long": "At most {limit} characters; these are {count}.",
  "way": "How it arrives", "chat.here": "In the chat: they have the site open, they will see it right away", "chat.away": "In the chat: they will see it when they open the site again", "chat.awayHow": "Nothing tells them of it before that.",
  "mail": "By mail to {mail}, and in the chat", "mail.how": "Later answers in this chat go by mail too.", "mail.unproven": "This address is only what the page said: it may be somebody else's.",
  "do": "Send", "done": "The chat with {name} has begun", "refused.at_limit": "You have as many chats as you may. Resolve one first.", "refused.banned": "This person is banned.", "refused.other": "That did not work. Your words are still here, try again.",
} as const;

const ru: Translated<typeof en> = {
  "asking": "Узнаём, как это дойдёт…", "failed": "Не удалось спросить сервер. Попробуйте ещё раз.", "again": "Ещё раз",
  "banned": "Человек заблокирован: написать ему нельзя. Сначала снимите блокировку.", "gone": "Канал, по которому он писал, больше не подключён: связаться с ним нельзя.",
  "open": "С этим человеком уже есть открытый чат. Продолжите там.", "open.elsewhere": "С этим человеком уже говорит коллега из другой команды.", "open.do": "Открыть тот чат",
  "topic": "Тема", "topic.hint": "Можно не указывать", "text": "Первые слова", "text.hint": "Их увидит человек; чат будет ваш.", "text.needed": "Напишите, что хотите сказать.", "text.long": "Не больше {limit} знаков, а здесь {count}.",
  "way": "Как дойдёт", "chat.here": "В чат: сайт у него открыт, увидит сразу", "chat.away": "В чат: увидит, когда снова откроет сайт", "chat.awayHow": "До этого ему ничто о письме не скажет.",
  "mail": "Письмом на {mail} и в чат", "mail.how": "Следующие ответы в этом чате тоже уйдут письмами.", "mail.unproven": "Этот адрес назвала только страница: он может быть чужим.",
  "do": "Отправить", "done": "Чат начат: {name}", "refused.at_limit": "У вас уже столько чатов, сколько можно. Сначала решите один.", "refused.banned": "Человек заблокирован.", "refused.other": "Не получилось. Ваши слова целы, попробуйте ещё раз.",
};

export const words = speaker(en, ru);
