import { signal, useComputed } from "@preact/signals";

/** Whose pages are open now, by talk, as far as this desk was told; a talk that is not in here: not known. */
const pages = signal<ReadonlyMap<string, boolean>>(new Map());

export function takeHere(conv: string, on: boolean): void {
  if (pages.peek().get(conv) !== on) pages.value = new Map(pages.peek()).set(conv, on);
}

/** Nothing was heard for a while: nothing is known. */
export function forgetHere(): void {
  pages.value = new Map();
}

/** Whether the visitor of a talk is on a page now; null: not known. */
export function useHere(conv: string): boolean | null {
  return useComputed(() => pages.value.get(conv) ?? null).value;
}
