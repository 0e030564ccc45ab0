import { describe, expect, test } from "vitest";
import { addItem, type Item } from "../../core/item.ts";
import type { Entry } from "../../core/protocol.ts";
import { factSentence } from "../model/facts.ts";
import { SPEECH } from "../model/say.ts";

const ANNA = { kind: "operator", id: 3, name: "Анна" } as const;
const BORIS = { kind: "operator", id: 4, name: "Борис" } as const;
const QUEUE = { kind: "queue", id: null, name: null } as const;

function fact(part: Partial<Entry>): Item {
  const entry: Entry = { n: 1, p: null, kind: "assigned", aud: "internal", by: ANNA, at: 0, ...part };
  const item = addItem([], entry, "desk")[0];
  if (item === undefined) throw new Error("the desk does not show this");
  return item;
}

const CASES: [string, Partial<Entry>, string, string][] = [
  ["a rule moves it up", { kind: "status", by: { kind: "system", id: 0, name: "Сердитые" }, to: "open", from: "open", priority: 2 }, "Сердитые: higher in the queue", "Сердитые: выше в очереди"],
  ["I take", { to: ANNA, how: "take" }, "You took the chat", "Вы взяли чат"],
  ["a colleague takes", { by: BORIS, to: BORIS, how: "take" }, "Борис took the chat", "Чат взят: Борис"],
  ["assigned to me", { by: { kind: "system" }, to: ANNA, how: "assign" }, "The chat came to you", "Чат назначен вам"],
  ["assigned to a colleague", { by: { kind: "system" }, to: BORIS, how: "assign" }, "The chat went to Борис", "Чат назначен: Борис"],
  ["chosen by load", { by: { kind: "system" }, to: BORIS, how: "assign", why: { rule: "load", load: 100, limit: 500, of: 3 } },
    "The chat went to Борис: the fewest chats for the limit, 1 of 5 · 3 could", "Чат назначен: Борис · меньше всего чатов для своего предела, 1 из 5 · могли: 3"],
  ["the only one with room", { by: { kind: "system" }, to: ANNA, how: "assign", why: { rule: "only", load: 0, limit: 100, of: 1 } },
    "The chat came to you: nobody else had room", "Чат назначен вам · у других нет места"],
  ["the personal manager, who lacks a skill", { by: { kind: "system" }, to: BORIS, how: "assign", why: { rule: "manager", load: 20, limit: 100, of: 2, relaxed: ["English"] } },
    "The chat went to Борис: the personal manager · nobody with “English” was free in time", "Чат назначен: Борис · персональный менеджер · с навыком «English» вовремя никого не нашлось"],
  ["accepted by me, who knows", { to: ANNA, how: "offer", why: { rule: "load", load: 20, limit: 100, of: 2, skills: ["English"] } },
    "You accepted the chat: the fewest chats for the limit, 0.2 of 1 · 2 could · needed: English", "Вы приняли чат · меньше всего чатов для своего предела, 0,2 из 1 · могли: 2 · нужно: English"],
  ["the visitor falls silent", { kind: "weighed", by: { kind: "system" }, weight: 0, was: 100 }, "The visitor is silent: the chat takes no place now", "Посетитель молчит: чат пока не занимает места"],
  ["a colleague is asked in", { kind: "joined", who: { id: 9, name: "Вера" }, how: "invited", may: "read" }, "You invited Вера to read along", "Вы: приглашение в чат (читать) — Вера"],
  ["a guest with a part is asked to stay", { kind: "joined", who: { id: 9, name: "Вера" }, how: "invited", may: "answer", part: "p", stays: "read" }, "You asked Вера to stay and read along when the part ends", "Вы: приглашение остаться в чате после части (читать) — Вера"],
  ["a guest without a part", { kind: "joined", by: BORIS, who: { id: 4, name: "Борис" }, how: "stays", may: "read" }, "Борис has no part any more and stays as a guest", "Часть уже не у гостя, сам гость остаётся: Борис"],
  ["a guest goes", { kind: "joined", by: BORIS, who: { id: 4, name: "Борис" }, how: "left" }, "Борис left the chat", "Из чата вышел гость: Борис"],
  ["taken over from me", { by: BORIS, to: BORIS, from: ANNA, how: "over", reason: "помогу" }, "Борис took the chat over from you: “помогу”", "Чат забран у вас: Борис · «помогу»"],
  ["I take over", { to: ANNA, from: BORIS, how: "over" }, "You took the chat over from Борис", "Вы забрали чат · был у: Борис"],
  ["back to the queue", { by: { kind: "system" }, to: QUEUE, how: "return" }, "The chat went back to the queue", "Чат вернулся в очередь"],
  ["I transfer with a reason", { kind: "transferred", to: BORIS, from: ANNA, reason: "про счёт" },
    "You handed the chat to Борис: “про счёт”", "Вы передали чат · Борис · «про счёт»"],
  ["transferred to me", { kind: "transferred", by: BORIS, to: ANNA, from: BORIS }, "Борис handed the chat to you", "Чат передан вам · от кого: Борис"],
  ["into the queue by hand", { kind: "transferred", to: QUEUE, from: ANNA, reason: " " }, "You returned the chat to the queue", "Вы вернули чат в очередь"],
  ["resolved by me", { kind: "status", to: "resolved", from: "open" }, "You resolved the chat", "Вы отметили чат решённым"],
  ["resolved by a colleague", { kind: "status", by: BORIS, to: "resolved", from: "open" }, "Борис resolved the chat", "Чат решён: Борис"],
  ["banned by me", { kind: "status", to: "resolved", from: "open", how: "banned", reason: "спам" },
    "You banned the visitor, the chat is over: “спам”", "Вы заблокировали посетителя, разговор завершён · «спам»"],
  ["banned by a colleague", { kind: "status", by: BORIS, to: "resolved", from: "open", how: "banned" },
    "Борис banned the visitor, the chat is over", "Посетитель заблокирован, разговор завершён: Борис"],
  ["the visitor writes again", { kind: "status", by: { kind: "contact" }, to: "open", from: "resolved" },
    "The visitor wrote again, the chat is open", "Посетитель написал снова, чат открыт"],
  ["rated with a comment", { kind: "rated", aud: "public", p: 9, by: { kind: "contact" }, score: 2, of: 2, comment: "спасибо" },
    "The visitor’s rating: helped: “спасибо”", "Оценка посетителя: помогли · «спасибо»"],
  ["rated with No", { kind: "rated", aud: "public", p: 9, by: { kind: "contact" }, score: 1, of: 2 },
    "The visitor’s rating: did not help", "Оценка посетителя: не помогли"],
  ["rated with stars", { kind: "rated", aud: "public", p: 9, by: { kind: "contact" }, score: 4, of: 5 },
    "The visitor’s rating: 4 of 5", "Оценка посетителя: 4 из 5"],
];

describe("facts are plain sentences in both languages", () => {
  test.each(CASES)("%s", (_, part, english, russian) => {
    expect(factSentence(fact(part), ANNA.id, SPEECH.en.t)).toBe(english);
    expect(factSentence(fact(part), ANNA.id, SPEECH.ru.t)).toBe(russian);
  });

  test("the public twin of a fact is not shown at the desk", () => {
    expect(addItem([], { n: 2, p: 1, kind: "assigned", aud: "public", by: ANNA, at: 0, name: "Анна" }, "desk")).toEqual([]);
  });
});
