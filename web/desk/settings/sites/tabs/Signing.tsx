import { useState } from "preact/hooks";
import { Button } from "../../../../ui/Button.tsx";
import { Check } from "../../../../ui/Inputs.tsx";
import { speech } from "../../../state/settings.ts";
import { toast } from "../../../state/toasts.ts";
import { newSecret } from "../api.ts";
import { useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import { Copied } from "./Install.tsx";

/** The secret that the site's server signs its visitors with: made, changed without a gap, never shown twice. */
export function SigningTab() {
  const form = useForm();
  const { signing } = form.base.value;
  const [keep, setKeep] = useState(true);
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function make(): Promise<void> {
    setBusy(true);
    const answer = await newSecret(form.key, signing.secret && keep);
    setBusy(false);
    if (!answer.ok) return toast(say("signing.failed"), { tone: "late" });
    setMade(answer.body.secret);
    form.base.value = { ...form.base.peek(), signing: answer.body.signing };
  }
  const until = signing.former_until;
  const time = until === null ? "" : `${speech.value.day(until, Date.now())}, ${speech.value.clock(until)}`;
  return (
    <section class="set-part">
      <p>{say("signing.how")}</p>
      <p data-testid="signing-state"><strong>{say(signing.secret ? "signing.has" : "signing.hasNot")}</strong> {until !== null && say("signing.former", { time })}</p>
      {made !== null && (
        <div class="set-part" role="status">
          <h3>{say("signing.once")}</h3>
          <Copied text={made} testid="secret" />
          <p class="quiet">{say("signing.onceHow")}</p>
        </div>
      )}
      {signing.secret && <Check label={say("signing.keep")} hint={say("signing.keepHow")} value={keep} onValue={setKeep} data-testid="keep-secret" />}
      <div><Button busy={busy} onClick={() => void make()} data-testid="make-secret">{say(signing.secret ? "signing.next" : "signing.first")}</Button></div>
    </section>
  );
}
