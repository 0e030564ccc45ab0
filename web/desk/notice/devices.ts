import { signal } from "@preact/signals";
import { permission, subscribe, subscribed, unsubscribe } from "../../core/waking.ts";
import { ask, field } from "../state/api.ts";
import { language } from "../state/settings.ts";

/** A browser of one's own that may be woken. `mine`: the one that asks. */
export interface Device { id: number; agent: string; made_at: string; told_at: string | null; mine: boolean }

const SCOPE = "/desk/";
export const devices = signal<readonly Device[]>([]);
let key = "";

function take(body: unknown): void {
  const list = field(body, "devices");
  if (Array.isArray(list)) devices.value = list as Device[];
}

/** Which browsers may be woken, as the server knows it. */
export async function load(): Promise<void> {
  const answer = await ask("GET", "/api/push").catch(() => null);
  if (answer?.status !== 200) return;
  key = String(field(answer.body, "key"));
  take(answer.body);
}

export type Outcome = "on" | "denied" | "failed";

/** This browser may be woken from now on. */
export async function wakeHere(): Promise<Outcome> {
  try {
    if (key === "") await load();
    const made = await subscribe("/desk/sw.js", SCOPE, key, language.peek());
    if (made === null) return "denied";
    const answer = await ask("POST", "/api/push/devices", made);
    take(answer.body);
    return answer.status === 201 ? "on" : "failed";
  } catch {
    return "failed";
  }
}

/** That one not any more; this one is told to the browser, too. */
export async function hush(device: Device): Promise<boolean> {
  const answer = await ask("DELETE", `/api/push/devices/${device.id}`).catch(() => null);
  if (answer?.status !== 204 && answer?.status !== 404) return false;
  if (device.mine) await unsubscribe(SCOPE).catch(() => undefined);
  devices.value = devices.value.filter((one) => one.id !== device.id);
  return true;
}

/** Signed in anew in a browser that was allowed before: it is woken again, under this session. */
export async function renew(): Promise<void> {
  if (permission() !== "granted" || devices.value.some((one) => one.mine)) return;
  const made = await subscribed(SCOPE, language.peek()).catch(() => null);
  if (made !== null) take((await ask("POST", "/api/push/devices", made).catch(() => null))?.body);
}
