import type { Translated } from "../../core/i18n.ts";
import { speaker } from "../state/speak.ts";

const en = {
  "ban.what": "Whom or what", "ban.person": "This person: {name}", "ban.personHow": "In all their browsers and channels", "ban.address": "Address {value}", "ban.network": "Whole network {value}",
  "ban.networkHow": "One household or office usually has all of it", "ban.addressHow": "Others may share this address", "ban.mail": "Mail {value}", "ban.phone": "Phone {value}",
  "ban.howLong": "For how long", "ban.hour": "An hour", "ban.day": "A day", "ban.month": "30 days", "ban.ever": "For good", "ban.own": "Until", "ban.ownWrong": "Choose a time to come.",
  "ban.reason": "Reason", "ban.reasonHint": "For the team: who is banned is never told why", "ban.needed": "A few words are needed: colleagues will read them.",
  "ban.often": "Often used", "ban.often.rude": "Insults", "ban.often.spam": "Advertising", "ban.often.threat": "Threats",
  "ban.closes": "The chat will end. What they write after that is refused and reaches nobody.", "ban.do": "Ban", "ban.asking": "Finding out…", "ban.failed": "This could not be asked now. Try again.",
  "ban.stands": "Banned already: {reason} ({who}, {until})", "ban.ever.short": "for good", "ban.until": "until {time}", "ban.done": "Banned {until}", "ban.release": "Release", "ban.released": "The ban is over",
  "ban.refused.not_holder": "A colleague has this chat: they or a supervisor can ban.", "ban.refused.forbidden": "Your role may not do this.", "ban.refused.not_found": "It is not there any more.",
  "ban.refused.not_banned": "This ban has ended already.", "ban.refused.not_released": "This release cannot be taken back any more.", "ban.refused.other": "That did not work. Nothing was changed, try again.",
  "list.title": "Bans", "list.about": "Who may not write to us, why and until when. Whoever is banned sees that the chat is not available, and no reason.",
  "list.standing": "In force", "list.ended": "Over", "list.search": "Search by name, value, reason or author", "list.loading": "Fetching the bans…", "list.failed": "The bans could not be fetched. Try again.", "list.again": "Try again",
  "list.none": "Nobody is banned", "list.noneHow": "Ban somebody from the menu of their chat (B), or an address below.", "list.noneEnded": "No ban is over yet", "list.nothing": "Nothing found", "list.nothingHow": "Look for fewer letters, or in the other list.",
  "list.more": "Show more", "list.from": "{who}, {when}", "list.chat": "Chat {no}", "list.count": { one: "turned away {count} time", other: "turned away {count} times" }, "list.wasReleased": "released by {who}, {when}", "list.wasOver": "over since {when}",
  "list.kind.person": "Person", "list.kind.address": "Address", "list.kind.mail": "Mail", "list.kind.phone": "Phone", "list.visitor": "Visitor no. {number}",
  "add.title": "Ban an address, mail or phone", "add.kind": "What", "add.value": "Value", "add.hint.address": "IPv4, IPv6 or a network like 2001:db8:1:2::/64", "add.hint.mail": "Such as name@example.org", "add.hint.phone": "With the code of the country",
  "add.wrong.address": "This is no address that could be banned.", "add.wrong.mail": "This is no mail address.", "add.wrong.phone": "This is no phone number.",
} as const;

const ru: Translated<typeof en> = {
  "ban.what": "Кого или что", "ban.person": "Этого человека: {name}", "ban.personHow": "Во всех его браузерах и каналах", "ban.address": "Адрес {value}", "ban.network": "Всю сеть {value}",
  "ban.networkHow": "Обычно это одна квартира или офис", "ban.addressHow": "Этот адрес может быть общим с другими", "ban.mail": "Почту {value}", "ban.phone": "Телефон {value}",
  "ban.howLong": "На сколько", "ban.hour": "На час", "ban.day": "На день", "ban.month": "На 30 дней", "ban.ever": "Навсегда", "ban.own": "До", "ban.ownWrong": "Выберите время в будущем.",
  "ban.reason": "Причина", "ban.reasonHint": "Для коллег: самому заблокированному причину не называют", "ban.needed": "Нужна пара слов: их прочтут коллеги.",
  "ban.often": "Частые причины", "ban.often.rude": "Оскорбления", "ban.often.spam": "Реклама", "ban.often.threat": "Угрозы",
  "ban.closes": "Чат завершится. Всё, что напишут после этого, будет отклонено и ни до кого не дойдёт.", "ban.do": "Заблокировать", "ban.asking": "Узнаём…", "ban.failed": "Не удалось спросить сервер. Попробуйте ещё раз.",
  "ban.stands": "Уже заблокирован: {reason} ({who}, {until})", "ban.ever.short": "навсегда", "ban.until": "до {time}", "ban.done": "Заблокирован {until}", "ban.release": "Разблокировать", "ban.released": "Блокировка снята",
  "ban.refused.not_holder": "Чат у коллеги: заблокировать может он или старший.", "ban.refused.forbidden": "На это у вашей роли нет права.", "ban.refused.not_found": "Этого здесь больше нет.",
  "ban.refused.not_banned": "Эта блокировка уже закончилась.", "ban.refused.not_released": "Это снятие уже нельзя отменить.", "ban.refused.other": "Не получилось. Ничего не изменилось, попробуйте ещё раз.",
  "list.title": "Блокировки", "list.about": "Кто не может нам писать, почему и до какого времени. Заблокированный видит, что чат недоступен, и не видит причины.",
  "list.standing": "Действуют", "list.ended": "Закончились", "list.search": "Поиск по имени, значению, причине или автору", "list.loading": "Загружаем блокировки…", "list.failed": "Не удалось загрузить блокировки. Попробуйте ещё раз.", "list.again": "Ещё раз",
  "list.none": "Никто не заблокирован", "list.noneHow": "Заблокировать можно из меню чата (B), а адрес — здесь, ниже.", "list.noneEnded": "Закончившихся блокировок пока нет", "list.nothing": "Ничего не нашлось", "list.nothingHow": "Попробуйте меньше букв или другой список.",
  "list.more": "Показать ещё", "list.from": "{who}, {when}", "list.chat": "Обращение {no}", "list.count": { one: "отказано {count} раз", few: "отказано {count} раза", many: "отказано {count} раз", other: "отказано {count} раза" }, "list.wasReleased": "снята: {who}, {when}", "list.wasOver": "закончилась {when}",
  "list.kind.person": "Человек", "list.kind.address": "Адрес", "list.kind.mail": "Почта", "list.kind.phone": "Телефон", "list.visitor": "Посетитель № {number}",
  "add.title": "Заблокировать адрес, почту или телефон", "add.kind": "Что", "add.value": "Значение", "add.hint.address": "IPv4, IPv6 или сеть вида 2001:db8:1:2::/64", "add.hint.mail": "Например, name@example.org", "add.hint.phone": "С кодом страны",
  "add.wrong.address": "Такой адрес заблокировать нельзя.", "add.wrong.mail": "Это не адрес почты.", "add.wrong.phone": "Это не номер телефона.",
};

export const words = speaker(en, ru);
export type BanWord = keyof typeof en;
