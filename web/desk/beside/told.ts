import type { AmongWord, ServerFrame } from "../../core/protocol.ts";
import { muted } from "../notice/notice.ts";
import { isQuiet, type NoticeRules } from "../notice/rules.ts";
import { play } from "../notice/sound.ts";
import { asked } from "../state/dialogs.ts";
import { toast } from "../state/toasts.ts";
import { words } from "./words.ts";

type Told = Extract<ServerFrame, { t: "told" }>;

interface Ports {
  rules(): NoticeRules;
  /** The talk that stands before the operator's eyes, if any. */
  before(): string | null;
  open(conv: string): void;
}

/** What is meant for this operator is said at once: a line at the foot, a sound, a note of the system when nobody looks at the page. */
export function tell(frame: Told, { rules, before, open }: Ports): void {
  const name = frame.by?.name || words("nobody");
  const text = words(frame.text ? `told.${frame.what}Text` : `told.${frame.what}`, { name, text: frame.text });
  const looked = before() === frame.conv && document.visibilityState === "visible" && document.hasFocus();
  const gone = frame.what === "removed";
  if (!looked || frame.what !== "whisper") toast(text, gone || looked ? {} : { open: () => open(frame.conv) });
  if (isQuiet(rules().quiet, new Date())) return;
  void once(`pult.told.${frame.conv}.${frame.n}.${frame.what}`, () => {
    if (!muted.peek()) void play(rules().sound);
    if (!document.hasFocus()) note(rules().words ? text : words("told.hidden"), frame, open);
  });
}

/** A colleague has written to this operator. */
export function hail(room: string, { by, text, no }: AmongWord, { rules }: Ports): void {
  toast(words("hail", { name: by.name, text: text.slice(0, 120) }), { open: () => void (asked.value = { kind: "among", room, talk: null }) });
  if (isQuiet(rules().quiet, new Date())) return;
  void once(`pult.among.${room}.${no}`, () => void (muted.peek() || play(rules().sound)));
}

/** Of several windows of one browser one does it. */
async function once(name: string, run: () => void): Promise<void> {
  if (!navigator.locks) return run();
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    run();
    await new Promise((done) => setTimeout(done, 3_000));
  }).catch(() => undefined);
}

function note(body: string, frame: Told, open: (conv: string) => void): void {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const shown = new Notification(words("told.title"), { body, tag: `pult-told-${frame.conv}`, silent: true });
  shown.onclick = () => {
    shown.close();
    focus();
    open(frame.conv);
  };
}
