import type { Outcome } from "../../core/outbox.ts";
import type { Library } from "../canned/library.ts";
import { NO_REPLY, type Draft } from "../model/draft.ts";
import type { Desk } from "./desk.ts";
import type { Send } from "./holding.ts";
import type { Later } from "./later.ts";

/** A reply that came from a saved one is counted once it stands in the log, and whether it was changed. */
export async function countCanned(library: Library, { conv, text }: Send, { canned }: Draft, done: Promise<Outcome>): Promise<void> {
  if (!canned || !(await done).ok) return;
  library.sent(canned.id, { conv, language: canned.language, edited: canned.text.trim() !== text });
}

/** What stands in the box goes at a time; whether the server has taken it. */
export async function plan(desk: Desk, conv: string, at: number): Promise<boolean> {
  const draft = desk.drafts.of(conv);
  if (!(await desk.laters.plan(conv, draft, at, desk.talk.seen()))) return false;
  desk.tray(conv).spend();
  desk.drafts.change(conv, NO_REPLY);
  // Now, not in a pause of typing: where it is taken back meanwhile, its words would stand twice.
  desk.drafts.flush(conv);
  return true;
}

/** A reply that was to go at a time comes back into the box. */
export async function unplan(desk: Desk, { id, conv }: Later): Promise<void> {
  const was = await desk.laters.drop(id);
  if (was === null) return;
  desk.drafts.giveBack(conv, "reply", was.text);
  if (was.quote) desk.drafts.change(conv, { quote: was.quote });
  desk.tray(conv).put([...(desk.drafts.of(conv).files ?? []), ...was.files]);
}
