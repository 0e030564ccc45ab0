import { signal } from "@preact/signals";
import { newCid } from "../../core/cid.ts";
import type { Why } from "../../core/protocol-desk.ts";
import type { ServerFrame } from "../../core/protocol.ts";
import { muted } from "../notice/notice.ts";
import { isQuiet, type NoticeRules } from "../notice/rules.ts";
import { play } from "../notice/sound.ts";
import { ask, may, type Operator } from "../state/api.ts";
import type { Desk } from "../state/desk.ts";
import { go } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { words } from "./words.ts";

/** A talk that is offered to this operator alone. `ends`: when by this machine's clock. */
export interface Offer {
  conv: string;
  name: string | null;
  number: number;
  text: string | null;
  topic: string | null;
  why: Why;
  ends: number;
  seconds: number;
}

/** As the server says it: `until` and `now` by its own clock. */
export interface OfferSaid extends Omit<Offer, "ends" | "seconds"> { until: number; now: number }

/** What is offered just now, the oldest first. */
export const offers = signal<readonly Offer[]>([]);

function known({ until, now, ...rest }: OfferSaid): Offer {
  return { ...rest, ends: Date.now() + until - now, seconds: Math.max(Math.round((until - now) / 1000), 1) };
}

const without = (conv: string): readonly Offer[] => offers.peek().filter((one) => one.conv !== conv);

/** What the server says about offers; `rules`: how this operator wants to be called. */
export function hearOffer(frame: ServerFrame, rules: () => NoticeRules): void {
  if (frame.t === "offer") {
    offers.value = [...without(frame.conv), known(frame)];
    const wanted = rules();
    if (!muted.peek() && !isQuiet(wanted.quiet, new Date())) void play(wanted.sound);
  }
  if (frame.t === "offer_over") {
    const mine = offers.peek().some((one) => one.conv === frame.conv);
    offers.value = without(frame.conv);
    if (mine && frame.how === "lapsed") toast(words("lapsed"));
    if (mine && frame.how === "withdrawn") toast(words("withdrawn"));
  }
}

/** What was offered while there was no line. */
export async function loadOffers(me: Operator): Promise<void> {
  if (!may(me, "talks.write")) return;
  const answer = await ask("GET", "/api/offers").catch(() => null);
  if (answer?.status === 200) offers.value = (answer.body as { offers: OfferSaid[] }).offers.map(known);
}

/** A talk has become mine: it is open, and stands in the list that is shown. */
function mine({ list }: Pick<Desk, "list">, conv: string): void {
  list.show("mine");
  go({ screen: "talk", conv });
}

/** Takes what is offered, and goes there. */
export async function accept(offer: Offer, desk: Pick<Desk, "list">, press = newCid()): Promise<void> {
  const answer = await ask("POST", `/api/offers/${offer.conv}/accept`, { cid: press }).catch(() => null);
  if (answer === null || answer.status >= 500) return void toast(words("failed"), { tone: "late" });
  offers.value = without(offer.conv);
  if (answer.status === 200) return mine(desk, offer.conv);
  toast(refusal(answer.body), { tone: "late" });
}

/** Somebody else shall have it. */
export async function refuse(offer: Offer): Promise<void> {
  offers.value = without(offer.conv);
  const answer = await ask("POST", `/api/offers/${offer.conv}/refuse`).catch(() => null);
  if (answer === null || (answer.status !== 204 && answer.status !== 409)) toast(words("failed"), { tone: "late" });
}

/** The next talk of the queue, whichever it is. */
export async function pull(desk: Pick<Desk, "list">): Promise<void> {
  const answer = await ask("POST", "/api/offers/next").catch(() => null);
  if (answer?.status === 200) return mine(desk, (answer.body as { conv: string }).conv);
  toast(answer === null ? words("failed") : refusal(answer.body), { tone: "late" });
}

function refusal(body: unknown): string {
  const { code, limit } = (body ?? {}) as { code?: string; limit?: number };
  if (code === "at_limit") return say("error.at_limit", { count: limit ?? 0 });
  return words(code === "queue_empty" ? "empty" : code === "offer_over" || code === "not_waiting" ? "over" : "failed");
}
