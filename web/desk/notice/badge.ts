/** The number of those who wait, on the icon of the page. */

const DOT = '<circle cx="23" cy="9" r="9" fill="#b3261e"/>';

export function badgeOf(waiting: number): string | null {
  if (waiting <= 0) return null;
  const text = waiting > 9 ? "9+" : String(waiting);
  const number = `<text x="23" y="14" font-family="sans-serif" font-size="${text.length > 1 ? 11 : 14}" font-weight="700" text-anchor="middle" fill="#fff">${text}</text>`;
  const icon = '<rect width="32" height="32" rx="9" fill="#1a1c1e"/><path d="M9.5 24V9h13v15" fill="none" stroke="#fff" stroke-width="3.5"/>';
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${icon}${DOT}${number}</svg>`)}`;
}

let plain: string | null = null;

export function showBadge(waiting: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link === null) return;
  plain ??= link.href;
  const next = badgeOf(waiting) ?? plain;
  if (link.href !== next) link.href = next;
}
