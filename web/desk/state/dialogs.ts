import { signal } from "@preact/signals";
import type { Item } from "../../core/item.ts";
import type { AskedOfLists } from "../lists/asked.ts";
import type { PartAsked } from "../parts/asked.ts";

export type Asked = AskedOfLists | PartAsked | { kind: "keys" } | { kind: "among"; room: string | null; talk: string | null } | { kind: "search" } | { kind: "account" } | { kind: "transfer" | "over" | "invite"; conv: string } | { kind: "later" | "ban" | "first"; conv: string } | { kind: "pdf"; url: string; name: string } | { kind: "snooze" | "promise" | "tags" | "close"; conv: string } | { kind: "ask"; conv: string; takes: boolean } | { kind: "erase"; conv: string; item: Item };

/** The one window above the desk, if any. */
export const asked = signal<Asked | null>(null);

/** A search in the open talk stands above its log. */
export const finding = signal(false);

/** The message that is being edited in place: its number. */
export const editing = signal<number | null>(null);
