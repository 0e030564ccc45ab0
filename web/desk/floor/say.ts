import { span } from "../../core/i18n.ts";
import type { FloorTalk } from "../../core/protocol-floor.ts";
import { kindName } from "../screens/channels.ts";
import { say as base } from "../state/settings.ts";
import { speaker } from "../state/speak.ts";
import type { Alert } from "./alerts.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

/** The words of the floor. */
export const words = speaker(en, ru);
export { span };

/** What a visitor is called: the name, or the number of the case. */
export const talkName = (talk: { name?: string | null; no: number }): string => talk.name?.trim() || base("said.visitorNo", { no: String(talk.no) });

/** The channel's name, for people. */
export const channelName = (channel: string): string => (channel === "" ? words("channel.every") : kindName(channel));

export const waited = (talk: FloorTalk, now: number): string => (talk.waiting === undefined ? "" : span(now - talk.waiting));

/** Seconds as people read a short time: «9 s», then 1:05. */
export const seconds = (ms: number | null): string => (ms === null ? "–" : ms < 60_000 ? words("seconds", { n: Math.round(ms / 1000) }) : span(ms));

/** How long a state has lasted: minutes, then hours. */
export function since(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return minutes < 60 ? words("minutes", { n: minutes }) : words("hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}

export function alertText(alert: Alert): string {
  if (alert.kind === "late") return words("alert.late", { name: talkName(alert) });
  if (alert.kind === "nobody") return words("alert.nobody", { count: alert.count });
  return words(`alert.${alert.kind}`, { channel: channelName(alert.channel), time: seconds(alert.average) });
}
