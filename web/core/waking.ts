/** A browser that lets itself be woken by a push service: the same for the desk and for visitors. */

export interface Subscribed { endpoint: string; key: string; secret: string; zone: string; language: string }
export type Permission = "none" | "default" | "granted" | "denied";

/** Whether this browser can be woken at all, and whether its owner has allowed it. */
export function permission(): Permission {
  const able = "serviceWorker" in navigator && "PushManager" in globalThis && typeof Notification !== "undefined";
  return able ? Notification.permission : "none";
}

/** Asks if it must, then subscribes with our key. Null: the owner said no. Throws when the push service cannot be reached. */
export async function subscribe(worker: string, scope: string, key: string, language: string): Promise<Subscribed | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  await navigator.serviceWorker.register(worker, { scope });
  const registration = await ready(scope);
  const before = await registration.pushManager.getSubscription();
  const made = before ?? await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  return told(made, language);
}

/** What this browser is subscribed with under a scope; null: it is not. */
export async function subscribed(scope: string, language: string): Promise<Subscribed | null> {
  if (permission() !== "granted") return null;
  const registration = await navigator.serviceWorker.getRegistration(scope);
  const made = await registration?.pushManager.getSubscription();
  return made ? told(made, language) : null;
}

/** Not any more, on this browser's side. */
export async function unsubscribe(scope: string): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** A worker has to be active before it can subscribe. */
async function ready(scope: string): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  if (registration === undefined) throw new Error("no worker");
  const coming = registration.installing ?? registration.waiting;
  if (registration.active === null && coming !== null) {
    await new Promise<void>((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
  }
  return registration;
}

function told(made: PushSubscription, language: string): Subscribed {
  const { p256dh = "", auth = "" } = made.toJSON().keys ?? {};
  return { endpoint: made.endpoint, key: p256dh, secret: auth, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language };
}
