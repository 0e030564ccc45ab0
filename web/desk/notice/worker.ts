/** Wakes up when the push service says so: shows a note of the system, and a click on it opens what it is about. One script for the
 * desk (/desk/sw.js) and for visitors (/tell/sw.js); it keeps nothing and sees no request of the page. */

interface Note { title: string; body: string; tag: string; url: string; icon?: string | null }
interface Window { url: string; focused: boolean; focus(): Promise<unknown>; postMessage(message: unknown): void }
interface Later extends Event { waitUntil(work: Promise<unknown>): void }
interface Woken extends Later { data: { json(): Note } | null }
interface Clicked extends Later { notification: Notification }
interface Scope {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: { matchAll(what: object): Promise<Window[]>; openWindow(url: string): Promise<unknown>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: string, hear: (event: never) => void): void;
}

const own = globalThis as unknown as Scope;

async function show(event: Woken): Promise<void> {
  const note = event.data?.json();
  if (note === undefined) return;
  const { title, body, tag, url, icon } = note;
  await own.registration.showNotification(title, { body, tag, data: url, ...(icon ? { icon } : {}) });
}

/** A window that is open already comes to the front and goes there; else a new one opens. */
async function open(event: Clicked): Promise<void> {
  event.notification.close();
  const url = String(event.notification.data);
  if (!/^https?:\/\//.test(url)) return;
  const windows = url.startsWith(`${own.location.origin}/`) ? await own.clients.matchAll({ type: "window", includeUncontrolled: true }) : [];
  const known = windows.find((one) => new URL(one.url).pathname === new URL(url).pathname);
  if (known === undefined) return void (await own.clients.openWindow(url));
  known.postMessage({ pult: "open", url });
  await known.focus();
}

own.addEventListener("install", () => void own.skipWaiting());
own.addEventListener("activate", (event: Later) => event.waitUntil(own.clients.claim()));
own.addEventListener("push", (event: Woken) => event.waitUntil(show(event)));
own.addEventListener("notificationclick", (event: Clicked) => event.waitUntil(open(event)));
