import type { IconName } from "../../ui/Icon.tsx";
import { channelWords as words } from "./channel-words.ts";

/** Kinds of channels that have a name and a drawing of their own; what is connected over the API has the name it gave itself. */
const ICONS: Record<string, IconName> = {
  webchat: "all", mobile: "phone", mail: "mail", sms: "sms", telegram: "plane", vk: "plane", viber: "plane", whatsapp: "plane", max: "plane", instagram: "plane", avito: "plane",
};
type Kind = "webchat" | "mobile" | "mail" | "sms" | "telegram" | "vk" | "viber" | "whatsapp" | "max" | "instagram" | "avito";
const isKnown = (kind: string): kind is Kind => kind in ICONS;

/** What people call a kind of channel. */
export const kindName = (kind: string): string => (isKnown(kind) ? words(kind) : kind);
export const kindIcon = (kind: string): IconName => ICONS[kind] ?? "all";

/** Kinds in the order in which people look for them: what is known first, as above. */
export function inOrder(kinds: readonly string[]): string[] {
  const known = Object.keys(ICONS);
  const at = (kind: string): number => (isKnown(kind) ? known.indexOf(kind) : known.length);
  return [...kinds].sort((a, b) => at(a) - at(b) || a.localeCompare(b));
}
