import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { fieldOf, offers } from "../model/when.ts";
import { useDesk } from "../state/desk.ts";
import { say, speech } from "../state/settings.ts";
import { plan } from "../state/writing.ts";
import { toast } from "../state/toasts.ts";

/** When the reply in the box shall go: a few times that people mean, or any other. */
export function LaterForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const desk = useDesk();
  const [now] = useState(() => new Date());
  const given = offers(now);
  const [at, setAt] = useState(given[0]?.at ?? now.getTime() + 3_600_000);
  const [busy, setBusy] = useState(false);
  const late = at < Date.now() + 10_000;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (late || busy) return;
    setBusy(true);
    const done = await plan(desk, conv, at);
    setBusy(false);
    if (done) onDone();
    else toast(say("error.unavailable"), { tone: "late" });
  }
  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="later-form">
      <fieldset class="choice">
        <legend>{say("later.when")}</legend>
        {given.map((one) => (
          <label key={one.offer}>
            <input type="radio" name="when" checked={at === one.at} onChange={() => setAt(one.at)} data-testid={`later-${one.offer}`} />
            <span>{say(`later.${one.offer}`)} <span class="quiet">{speech.value.day(one.at, now.getTime())}, {speech.value.clock(one.at)}</span></span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="later-at">{say("later.other")}</label>
        <input id="later-at" type="datetime-local" value={fieldOf(at)} min={fieldOf(now.getTime())} data-testid="later-at" aria-invalid={late}
          onInput={(event) => { const time = new Date(event.currentTarget.value).getTime(); if (!Number.isNaN(time)) setAt(time); }} />
        {late && <p class="field-error" role="alert">{say("later.past")}</p>}
      </div>
      <p class="quiet">{say("later.how")}</p>
      <div class="dlg-acts">
        <Button onClick={onDone}>{say("app.cancel")}</Button>
        <Button look="main" type="submit" busy={busy} disabled={late} data-testid="later-do">{say("later.do")}</Button>
      </div>
    </form>
  );
}
