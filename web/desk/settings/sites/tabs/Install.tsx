import { useRef } from "preact/hooks";
import { Button } from "../../../../ui/Button.tsx";
import { toSettings } from "../../../state/place.ts";
import { toast } from "../../../state/toasts.ts";
import { LinesAt, useForm } from "../inputs.tsx";
import { say } from "../say.ts";

/** The two lines for the pages, and the pages that may carry them. */
export function Install() {
  const form = useForm();
  const code = `<script async src="${location.origin}/widget.js?site=${form.key}"\n  data-site="${form.key}"></script>`;
  return (
    <>
      <section class="set-part">
        <h3>{say("install.snippet")}</h3>
        <p class="quiet">{say("install.snippetHow")}</p>
        <Copied text={code} testid="snippet" />
        <div><Button onClick={() => toSettings("check", form.key)} data-testid="to-check">{say("install.check")}</Button></div>
      </section>
      <section class="set-part">
        <h3>{say("install.where")}</h3>
        <LinesAt at="/settings/domains" label={say("f.domains")} hint={say("h.domains")} tidy={originOf} rows={4} />
      </section>
    </>
  );
}

/** A slash at the end and capitals are how people copy an address; they say nothing. */
const originOf = (text: string): string => text.replace(/\/+$/, "").replace(/^https?:\/\/[^/]+/i, (origin) => origin.toLowerCase());

/** Something to take along: shown whole, copied with one press. */
export function Copied({ text, testid }: { text: string; testid: string }) {
  const shown = useRef<HTMLPreElement>(null);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      toast(say("install.copied"));
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      toast(say("install.copyFailed"), { tone: "late" });
    }
  }
  return (
    <div class="set-code">
      <pre ref={shown} dir="ltr" tabIndex={0} data-testid={testid}>{text}</pre>
      <Button icon="copy" onClick={() => void copy()} data-testid={`copy-${testid}`}>{say("install.copy")}</Button>
    </div>
  );
}
