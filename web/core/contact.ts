/** Who writes, as far as it is known: docs/protocol.md, «Who writes». */

/** A page of the site, as its visitor saw it. */
export interface SitePage {
  url: string;
  title: string;
  referrer: string;
  at: number;
}

/** Where and on what a visitor is; what is absent is not known (or, in news, stays as it was). */
export interface Context {
  page?: SitePage;
  pages?: readonly SitePage[];
  language?: string;
  zone?: string;
  /** The browser's own name for itself, and the screen like 390×844. */
  device?: { agent: string; screen: string };
}

/** What is told about a contact. `signed` came in a token that the site signed; `said` only from a page. */
export interface Told {
  signed: Record<string, unknown>;
  said: Record<string, unknown>;
  context: Context;
}

export interface Contact {
  name: string | null;
  number?: number;
  /** The site has proven who this is. */
  verified?: boolean;
  /** Only in a talk's own state, not in lists. */
  about?: Told | null;
}

/** What became of a token. */
export interface Identity {
  verified: boolean;
  /** Until when the token's word holds. */
  until?: number;
  refused?: string;
  detail?: string;
}

export interface VisitorMe {
  conv: string | null;
  site: { name: string; peek: boolean; away?: boolean; until?: number; tell?: string };
  /** What became of the token; absent when there was none. */
  identity?: Identity;
}

export type VisitorAuth = { key: string; site: string; token?: string };
