import type { Language } from "../../core/i18n.ts";
import type { LoaderLook } from "../../widget/look.ts";
import type { SiteLook } from "../../widget/site.ts";

/** What the settings want the preview to show. */
export interface Wish {
  pult: "preview";
  look: SiteLook;
  button: LoaderLook;
  language: Language;
  theme: "light" | "dark";
}

const isObject = (data: unknown): data is Record<string, unknown> => typeof data === "object" && data !== null;

export const isWish = (data: unknown): data is Wish => isObject(data) && data.pult === "preview" && isObject(data.look) && isObject(data.button);
