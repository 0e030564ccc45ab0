import type { Translated } from "../../core/i18n.ts";
import type { enHands } from "./en-hands.ts";

/** Из рук в руки и коллеги рядом с чатом. */
export const ruHands: Translated<typeof enHands> = {
  "why.only": "{fact} · у других нет места",
  "why.load": "{fact} · меньше всего чатов для своего предела, {load} из {limit} · могли: {of}",
  "why.idle": "{fact} · дольше всех без нового чата · могли: {of}",
  "why.turn": "{fact} · по очереди · могли: {of}",
  "act.open": "Открыть",
  "keys.invite": "позвать коллегу",
  "keys.whisper": "шепнуть коллеге",
  "error.already_invited": "Этот коллега уже в чате.",
  "error.not_held": "Чат уже никто не ведёт: возьмите его (A).",
  "fact.invited": "{who}: приглашение в чат (читать) — {name}",
  "fact.invitedToAnswer": "{who}: приглашение в чат (отвечать) — {name}",
  "fact.left": "Из чата вышел гость: {name}",
  "fact.removed": "{who}: больше не в чате — {name}",
  "act.giveBack": "Вернуть: {name}",
  "among.title": "Коллеги",
  "keys.among": "написать коллегам",
  "act.over": "Забрать",
  "keys.over": "забрать чат у коллеги",
  "fact.over": "Чат забран: {who} · был у: {from}",
  "fact.youOver": "Вы забрали чат · был у: {from}",
  "fact.overYou": "Чат забран у вас: {who}",
};
