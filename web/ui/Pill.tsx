import type { ComponentChildren } from "preact";

export type PillTone = "plain" | "wait" | "late" | "good" | "soft" | "new";

export function Pill({ tone = "plain", title, children }: { tone?: PillTone; title?: string; children: ComponentChildren }) {
  return <span class={`pill pill-${tone}`} title={title}>{children}</span>;
}
