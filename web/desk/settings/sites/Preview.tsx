import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../../core/i18n.ts";
import { Select } from "../../../ui/Inputs.tsx";
import type { Wish } from "../../preview/wish.ts";
import { previewSite, type Shown } from "./api.ts";
import type { SiteForm } from "./form.ts";
import { say } from "./say.ts";
import { placeOf } from "./telling.ts";

/** A pause in the typing (ms) after which the preview follows. */
const PAUSE = 300;

export interface Seen {
  seen: Shown | null;
  /** The setting that has to fit first; empty: nothing is in the way. */
  waits: string;
}

/** What the server makes of the draft; the last one that fitted stays. */
export function useShown(form: SiteForm): Seen {
  const [now, setNow] = useState<Seen>({ seen: null, waits: "" });
  const draft = form.draft.value;
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void previewSite(form.key, draft).then((answer) => {
        if (!wanted) return;
        if (answer.ok) setNow({ seen: answer.body, waits: "" });
        else if (answer.refusal.status === 422) setNow((before) => ({ ...before, waits: placeOf(answer.refusal.pointer) }));
      });
    }, now.seen === null ? 0 : PAUSE);
    return () => { wanted = false; clearTimeout(timer); };
  }, [draft]);
  return now;
}

type Theme = Wish["theme"];
type When = "open" | "away";
const theme = signal<Theme>(document.documentElement.dataset.theme === "dark" ? "dark" : "light");
const when = signal<When>("open");
const tongue = signal<Language | null>(null);

/** The widget itself in a frame that reaches nobody. */
export function Preview({ form, shown: { seen, waits } }: { form: SiteForm; shown: Seen }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const ready = useReady(frame);
  const { languages } = form.draft.value.settings;
  const language = languages.find((one) => one === tongue.value) ?? languages[0] ?? "en";
  const wish: Wish | null = seen && { pult: "preview", look: { ...seen.look, away: when.value === "away" }, button: seen.button, language, theme: theme.value };
  useEffect(() => {
    if (ready && wish) frame.current?.contentWindow?.postMessage(wish, location.origin);
  }, [ready, seen, language, theme.value, when.value]);
  return (
    <aside class="set-preview" aria-label={say("preview.title")} data-testid="preview">
      <h3>{say("preview.title")}</h3>
      <div class="set-preview-acts">
        {languages.length > 1 && (
          <Select label={say("preview.language")} value={language} options={languages.map((one) => [one, say(`lang.${one}`)] as const)} onValue={(next) => (tongue.value = next)} data-testid="preview-language" />
        )}
        <Select label={say("preview.theme")} value={theme.value} options={[["light", say("preview.light")], ["dark", say("preview.dark")]]} onValue={(next) => (theme.value = next)} data-testid="preview-theme" />
        <Select label={say("preview.when")} value={when.value} options={[["open", say("preview.open")], ["away", say("preview.away")]]} onValue={(next) => (when.value = next)} data-testid="preview-when" />
      </div>
      <iframe ref={frame} src="/desk/preview" title={say("preview.title")} data-testid="preview-frame" />
      <p class="quiet" role="status">{waits ? say("preview.waits", { where: waits }) : say("preview.how")}</p>
    </aside>
  );
}

/** The frame says when it listens. */
function useReady(frame: { current: HTMLIFrameElement | null }): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const hear = (event: MessageEvent): void => {
      if (event.source === frame.current?.contentWindow && event.origin === location.origin) setReady(true);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);
  return ready;
}

