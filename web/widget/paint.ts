/** The site's own accent and roundness, in both themes; colours were made readable by the server. A chunk for sites that have them. */

import type { Accent, SiteLook } from "./site.ts";

export function paint({ colours, radius = 10 }: SiteLook): void {
  const own = (one: Accent): string => `--accent:${one.accent};--on-accent:${one.on};--accent-soft:var(--surface)`;
  const element = document.createElement("style");
  const both = colours ? `:root{${own(colours.light)}}[data-theme="dark"]{${own(colours.dark)}}` : "";
  element.textContent = `:root{--r-2:${radius}px}${both}`;
  document.head.append(element);
}
