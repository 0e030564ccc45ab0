import type { Holder } from "../../core/protocol.ts";
import { say } from "../state/settings.ts";

interface Somebody {
  no: number;
  contact: { name: string | null };
}

/** What a visitor is called on the screen: the name, or the number of the case. */
export function nameOf(talk: Somebody): string {
  return talk.contact.name?.trim() || say("said.visitorNo", { no: String(talk.no) });
}

const KINDS: readonly string[] = ["webchat"];

export function channelName(channel: { kind: string; name: string }): string {
  return KINDS.includes(channel.kind) ? say("channel.webchat") : channel.name || channel.kind;
}

export function channelShort(channel: { kind: string; name: string }): string {
  return KINDS.includes(channel.kind) ? say("channel.short.webchat") : channel.kind.slice(0, 6);
}

export function holderName(holder: Holder, me: number): string {
  if (holder.kind === "queue") return say("talk.inQueue");
  if (holder.kind === "bot") return say("talk.withBot");
  return holder.id === me ? say("talk.withMe") : say("talk.with", { name: holder.name ?? "" });
}
