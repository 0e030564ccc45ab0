import { isHolder, isStatus } from "../../core/fold.ts";
import type { Item } from "../../core/item.ts";
import type { Actor, Entry, Holder } from "../../core/protocol.ts";
import type { Say } from "./say.ts";

/** A fact between the lines as a plain sentence; null when there is nothing to say about it. `me` is this operator's id. */
export function factSentence(item: Item, me: number, say: Say): string | null {
  const fact = item.fact;
  if (fact === null) return null;
  const sentence = bare(fact, me, say);
  const reason = fact.kind === "rated" ? fact.comment : fact.reason;
  if (sentence === null || !reason?.trim()) return sentence;
  return say("fact.reason", { fact: sentence, reason: reason.trim() });
}

function bare(fact: Entry, me: number, say: Say): string | null {
  if (fact.kind === "rated") return say("fact.rated", { score: fact.score ?? 0, of: fact.of ?? 0 });
  if (fact.kind === "assigned") return isHolder(fact.to) ? assigned(fact, fact.to, me, say) : null;
  if (fact.kind === "transferred") return isHolder(fact.to) ? transferred(fact, fact.to, me, say) : null;
  if (fact.kind === "status") return status(fact, me, say);
  return null;
}

function assigned(fact: Entry, to: Holder, me: number, say: Say): string {
  if (to.kind === "queue") return say("fact.return");
  if (fact.how === "take") return say("fact.take", { who: actor(fact.by, me, say) });
  return say("fact.assign", { to: holder(to, me, say) });
}

function transferred(fact: Entry, to: Holder, me: number, say: Say): string {
  const who = actor(fact.by, me, say);
  return to.kind === "queue" ? say("fact.transferQueue", { who }) : say("fact.transfer", { who, to: holder(to, me, say) });
}

function status(fact: Entry, me: number, say: Say): string | null {
  if (!isStatus(fact.to)) return null;
  const who = actor(fact.by, me, say);
  if (fact.to === "resolved") return say("fact.resolved", { who });
  if (fact.to === "snoozed") return say("fact.snoozed", { who });
  if (!fact.from) return say("fact.began");
  return fact.by.kind === "contact" ? say("fact.wroteAgain") : say("fact.reopened", { who });
}

function actor(by: Actor, me: number, say: Say): string {
  if (by.kind === "operator" && by.id === me) return say("fact.you");
  if (by.name) return by.name;
  return by.kind === "contact" ? say("said.visitor") : by.kind === "bot" ? say("said.bot") : say("fact.nobody");
}

/** Where a talk went: «you» as an object has its own word. */
function holder(to: Holder, me: number, say: Say): string {
  if (to.kind === "operator" && to.id === me) return say("fact.toYou");
  return to.name ?? say(to.kind === "bot" ? "said.bot" : "fact.nobody");
}
