import { signal } from "@preact/signals";

export interface ToastNote {
  id: number;
  text: string;
  tone: "plain" | "late";
  /** the honest way back, if there is one */
  undo: (() => void) | null;
  /** instead of a way back: a way there */
  opens: boolean;
  /** what stands on the button instead */
  label: string | null;
}

/** How long a word of success stays (ms); what went wrong stays until it is read twice as long. */
const LIFE = 8_000;

export const toasts = signal<readonly ToastNote[]>([]);
let made = 0;

export function closeToast(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Shows a line at the foot of the desk; never more than three at once. */
export function toast(text: string, more: { tone?: ToastNote["tone"]; undo?: () => void; open?: () => void; label?: string } = {}): void {
  const id = ++made;
  const tone = more.tone ?? "plain";
  const run = more.undo ?? more.open;
  const undo = run ? () => (closeToast(id), run()) : null;
  toasts.value = [...toasts.value.filter((one) => one.text !== text).slice(-2), { id, text, tone, undo, opens: more.open !== undefined, label: more.label ?? null }];
  setTimeout(() => closeToast(id), tone === "late" ? LIFE * 2 : LIFE);
}
