/** Types of Pult's page API. See docs/js-api.md. Put this file into your project, or refer to it: it declares the global `Pult`. */

declare namespace PultApi {
  /** Anything that JSON can say: at most 32 kB, 4 levels deep, 100 keys in all. `null` takes a value away. */
  type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
  type Attributes = Record<string, Value>;
  /** Gives a fresh signed token, or null when nobody is signed in any more. */
  type Refresh = () => string | null | Promise<string | null>;

  interface Who {
    /** A token signed by your server: whoever it names is shown as verified. */
    token?: string;
    refresh?: Refresh;
    /** Without a token these are only what the page says; operators see them so. */
    id?: string;
    name?: string;
    email?: string;
    phone?: string;
  }

  interface BootOptions {
    /** The site's key; not needed when the script has `data-site`. */
    site?: string;
    token?: string;
    refresh?: Refresh;
    attributes?: Attributes;
    /** Who this visitor is for the site's rules of who sees the button; as `data-audience`. */
    audience?: string;
    /** «ru», «en»: the page's own language when absent. */
    locale?: string;
  }

  interface Events {
    /** The button stands on the page. */
    ready: undefined;
    open: undefined;
    close: undefined;
    /** The other side has said something. */
    message: { text: string; by: string };
    unread: { count: number };
    /** A talk has begun, or the living one was found. */
    conversation: { id: string };
    rated: { score: number; of: number };
    /** Something that this page has asked for was refused; `code` as in docs/js-api.md. */
    error: { code: string; detail: string };
  }

  interface Api {
    (command: "boot", options?: BootOptions): void;
    (command: "identify", who: Who): void;
    (command: "attributes", values: Attributes): void;
    (command: "track", event: string, data?: Attributes): void;
    (command: "open" | "close" | "toggle" | "shutdown"): void;
    (command: "newMessage", text?: string): void;
    /** Reserved: answers with a note in the console. */
    (command: "showArticle", id: string): void;
    (command: "setLocale", locale: string): void;
    <E extends keyof Events>(command: "on", event: E, listener: (detail: Events[E]) => void): void;
    /** What was called before the script came. */
    q?: ArrayLike<unknown>[];
    /** Set once the script has come. */
    v?: number;
  }
}

interface Window {
  Pult?: PultApi.Api;
}
declare const Pult: PultApi.Api;
