import { isHolder, isStatus } from "../../core/fold.ts";
import type { Item } from "../../core/item.ts";
import type { Actor, Entry, Holder } from "../../core/protocol.ts";
import type { Why } from "../../core/protocol-desk.ts";
import { byClock, overdue } from "./byClock.ts";
import type { Say } from "./say.ts";
import { scoreWords } from "./score.ts";

/** A fact between the lines as a plain sentence; null when there is nothing to say about it. `me` is this operator's id. */
export function factSentence(item: Item, me: number, say: Say): string | null {
  const fact = item.fact;
  if (fact === null) return null;
  const sentence = bare(fact, me, say);
  const reason = fact.kind === "rated" ? fact.comment : [fact.reason, ...(fact.kind === "status" ? closing(fact) : [])].filter(Boolean).join("; ");
  if (sentence === null || !reason?.trim()) return sentence;
  return say("fact.reason", { fact: sentence, reason: reason.trim() });
}

/** What was answered on closing, as «topic» and «question: answer». */
const closing = (fact: Entry): string[] => [fact.topic ?? "", ...(fact.fields ?? []).map((one) => `${one.label}: ${one.value}`)];

function bare(fact: Entry, me: number, say: Say): string | null {
  if (fact.kind === "rated") return say("fact.rated", { score: scoreWords({ score: fact.score ?? 0, of: fact.of ?? 0 }, say) });
  if (fact.kind === "assigned") return isHolder(fact.to) ? assigned(fact, fact.to, me, say) : null;
  if (fact.kind === "transferred") return isHolder(fact.to) ? transferred(fact, fact.to, me, say) : null;
  if (fact.kind === "status") return status(fact, me, say);
  if (fact.kind === "promised") return promised(fact, me, say);
  if (fact.kind === "tagged") return tagged(fact, me, say);
  if (fact.kind === "joined") return joined(fact, me, say);
  if (fact.kind === "part") return part(fact, me, say);
  if (fact.kind === "overdue") return overdue(fact, say);
  if (fact.kind === "weighed") return say(fact.weight === 0 ? "fact.silent" : "fact.stirred");
  return null;
}

function assigned(fact: Entry, to: Holder, me: number, say: Say): string {
  if (to.kind === "queue") return byClock(fact, say) ?? say("fact.return");
  if (fact.how === "take") return own(fact.by, me) ? say("fact.youTook") : say("fact.take", { who: actor(fact.by, say) });
  if (fact.how === "over") return over(fact, me, say);
  if (fact.how === "offer") return whyThese(fact.why, own(fact.by, me) ? say("fact.youAccepted") : say("fact.accepted", { who: actor(fact.by, say) }), say);
  return whyThese(fact.why, own(to, me) ? say("fact.assignYou") : say("fact.assign", { to: holder(to, say) }), say);
}

/** Out of somebody's hands into others. */
function over(fact: Entry, me: number, say: Say): string {
  const from = isHolder(fact.from) ? fact.from : null;
  const who = actor(fact.by, say);
  if (own(fact.by, me)) return say("fact.youOver", { from: from ? holder(from, say) : "" });
  return from && own(from, me) ? say("fact.overYou", { who }) : say("fact.over", { who, from: from ? holder(from, say) : "" });
}

/** The same with why just these hands, when nobody chose them. */
export function whyThese(chosen: Why | undefined, sentence: string, say: Say): string {
  if (!chosen) return sentence;
  let told = say(`why.${chosen.rule}`, { fact: sentence, load: chats(chosen.load), limit: chats(chosen.limit), of: chosen.of });
  if (chosen.skills?.length) told = say("why.skills", { fact: told, skills: chosen.skills.join(", ") });
  return chosen.relaxed?.length ? say("why.relaxed", { fact: told, skills: chosen.relaxed.join(", ") }) : told;
}

/** Hundredths of a chat as a number for people. */
export const chats = (hundredths: number): number => Math.round(hundredths / 10) / 10;

function transferred(fact: Entry, to: Holder, me: number, say: Say): string {
  const mine = own(fact.by, me);
  if (to.kind === "queue") return byClock(fact, say) ?? (mine ? say("fact.youReturned") : say("fact.transferQueue", { who: actor(fact.by, say) }));
  if (mine) return say("fact.youTransferred", { to: holder(to, say) });
  return own(to, me) ? say("fact.transferYou", { who: actor(fact.by, say) }) : say("fact.transfer", { who: actor(fact.by, say), to: holder(to, say) });
}

function promised(fact: Entry, me: number, say: Say): string {
  const who = own(fact.by, me) ? say("fact.you") : actor(fact.by, say);
  const word = fact.promise ? "fact.promised" : fact.kept ? "fact.kept" : "fact.dropped";
  return say(word, { who, text: fact.promise?.text ?? fact.text ?? "" });
}

function tagged(fact: Entry, me: number, say: Say): string {
  const who = own(fact.by, me) ? say("fact.you") : actor(fact.by, say);
  const added = (fact.added ?? []).map((tag) => `+${tag}`);
  return say("fact.tagged", { who, tags: [...added, ...(fact.removed ?? []).map((tag) => `−${tag}`)].join(", ") });
}

/** A second topic goes to another team, and comes back. */
function part(fact: Entry, me: number, say: Say): string {
  const gaps = { who: own(fact.by, me) ? say("fact.you") : actor(fact.by, say), topic: fact.topic ?? "", team: fact.team?.name ?? say("fact.everybody") };
  const how = (["begun", "done", "refused", "back", "unanswered"] as const).find((one) => one === fact.how) ?? "ended";
  const told = say(`fact.part.${how}`, gaps);
  return fact.note ? say("fact.part.note", { fact: told, note: fact.note }) : told;
}

function joined({ by, who: guest, how, may, stays }: Entry, me: number, say: Say): string | null {
  if (!guest) return null;
  const gaps = { who: own(by, me) ? say("fact.you") : actor(by, say), name: guest.name };
  if (how === "invited" && stays) return say(stays === "answer" ? "fact.stayToAnswer" : "fact.stayToRead", gaps);
  if (how === "invited") return say(may === "answer" ? "fact.invitedToAnswer" : "fact.invited", gaps);
  if (how === "part") return say("fact.part.with", gaps);
  if (how === "stays") return say("fact.part.stays", gaps);
  return say(how === "left" ? "fact.left" : "fact.removed", gaps);
}

function status(fact: Entry, me: number, say: Say): string | null {
  if (!isStatus(fact.to)) return null;
  const mine = own(fact.by, me);
  const who = actor(fact.by, say);
  if (fact.priority !== undefined) return say(fact.priority > 0 ? "fact.higher" : fact.priority < 0 ? "fact.lower" : "fact.asUsual", { who });
  if (fact.to === "resolved" && fact.by.kind === "contact") return say("fact.ended");
  if (fact.to === "resolved" && fact.how === "banned") return mine ? say("fact.youBanned") : say("fact.banned", { who });
  if (fact.to === "resolved" && fact.how === "silent") return say("clock.silent");
  if (fact.to === "resolved") return mine ? say("fact.youResolved") : say("fact.resolved", { who });
  if (fact.to === "snoozed") return mine ? say("fact.youSnoozed") : say("fact.snoozed", { who });
  if (fact.from === "snoozed" && fact.to === "open") return back(fact, mine, who, say);
  if (!fact.from) return say("fact.began");
  if (fact.by.kind === "contact") return say("fact.wroteAgain");
  return mine ? say("fact.youReopened") : say("fact.reopened", { who });
}

function back(fact: Entry, mine: boolean, who: string, say: Say): string {
  if (fact.how === "due") return say("fact.backDue");
  if (fact.how === "word") return say("fact.backWord");
  if (fact.how === "here") return say("fact.backHere");
  return mine ? say("fact.youWoke") : say("fact.woke", { who });
}

const own = (one: Actor | Holder, me: number): boolean => one.kind === "operator" && one.id === me;

function actor(by: Actor, say: Say): string {
  if (by.name) return by.name;
  return by.kind === "contact" ? say("said.visitor") : by.kind === "bot" ? say("said.bot") : say("fact.nobody");
}

const holder = (to: Holder, say: Say): string => to.name ?? say(to.kind === "bot" ? "said.bot" : "fact.nobody");
