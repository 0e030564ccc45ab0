/** What may be said: the same limits as the server's (docs/protocol.md, «Saying something»). */

/** Characters (code points) in one message. */
export const TEXT_LIMIT = 10_000;

/** Code points, as the server counts; cheap for the short texts that nearly all are. */
export function countPoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** The text without lone surrogates (each becomes U+FFFD, where the browser can) and without NUL: what the server would refuse. */
export const wellFormed = (text: string): string =>
  ((text as { toWellFormed?: () => string }).toWellFormed?.() ?? text).replaceAll("\0", "");

/** The first `limit` code points; a surrogate pair is never cut in two. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : Array.from(text).slice(0, limit).join("");
}

export type Refusal = "blank" | "long";

/** Why this may not be sent; null: it may. */
export function refusal(text: string): Refusal | null {
  if (text.trim() === "") return "blank";
  return countPoints(text) > TEXT_LIMIT ? "long" : null;
}

export interface Piece {
  text: string;
  /** Set for a link: only http, https (without a name before the host) and mailto, checked by the URL parser. */
  href?: string;
}

const LINK = /(?:https?:\/\/|mailto:)[^\s<>"'«»]+/gi;

/** Cuts a text into plain pieces and links, to be rendered as text nodes and anchors (never as HTML). */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = trimLink(match[0]);
    const href = safeHref(shown);
    if (href === null) continue;
    if (match.index > from) out.push({ text: text.slice(from, match.index) });
    out.push({ text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

/** Punctuation at the end belongs to the sentence; a closing bracket only when it was opened inside. */
function trimLink(raw: string): string {
  let link = raw;
  for (;;) {
    const last = link.at(-1) ?? "";
    const lonely = (last === ")" && !link.includes("(")) || (last === "]" && !link.includes("["));
    if (!lonely && !".,;:!?…".includes(last)) return link;
    link = link.slice(0, -1);
  }
}

function safeHref(link: string): string | null {
  try {
    const url = new URL(link);
    if (url.protocol === "mailto:") return url.href;
    // «https://bank.example@thief.example» shows one host and opens another.
    return /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}
