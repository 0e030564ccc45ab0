import { useEffect, useState } from "preact/hooks";
import { Ends } from "../actions/Forms.tsx";
import { Button } from "../../ui/Button.tsx";
import { nameOf } from "../screens/names.ts";
import { useDesk } from "../state/desk.ts";
import { toast } from "../state/toasts.ts";
import { banAt, offersOf, refusalWords, release, untilWords, type Ban, type Offer } from "./bans.ts";
import { useHowLong } from "./HowLong.tsx";
import { useReason } from "./Reason.tsx";
import { words } from "./words.ts";
import "./bans.css";

type Asked = { offers: readonly Offer[]; standing: readonly Ban[] } | "asking" | "failed";

/** Bans whoever writes in a talk: whom or what, for how long, why. */
export default function BanForm({ conv, onDone }: { conv: string; onDone: () => void }) {
  const [known, setKnown] = useState<Asked>("asking");
  const load = (): void => void offersOf(conv).then((answer) => setKnown(answer.ok ? answer.body : "failed"));
  useEffect(load, [conv]);
  if (known === "asking") return <p class="quiet" role="status">{words("ban.asking")}</p>;
  if (known === "failed") return <p class="field-error" role="alert">{words("ban.failed")}</p>;
  return (
    <>
      {known.standing.map((ban) => <Stands key={ban.id} ban={ban} onChanged={load} />)}
      <Choose conv={conv} offers={known.offers} onDone={onDone} />
    </>
  );
}

function Stands({ ban, onChanged }: { ban: Ban; onChanged: () => void }) {
  const { now } = useDesk();
  return (
    <div class="ban-stands" data-testid="ban-stands">
      <p>{words("ban.stands", { reason: ban.reason, who: ban.by, until: untilWords(ban, now.value) })}</p>
      <Button onClick={() => void release(ban, onChanged)} data-testid="ban-release">{words("ban.release")}</Button>
    </div>
  );
}

function Choose({ conv, offers, onDone }: { conv: string; offers: readonly Offer[]; onDone: () => void }) {
  const { acts, now, talk } = useDesk();
  const [chosen, choose] = useState(0);
  const [busy, setBusy] = useState(false);
  const { seconds, field: howLong } = useHowLong();
  const { reason, check, field: why } = useReason(true);
  const state = talk.view.value?.state;
  const offer = offers[chosen];

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!check() || seconds === undefined || offer === undefined || state === undefined) return;
    const wasOpen = state.status !== "resolved";
    setBusy(true);
    const answer = await banAt(conv, { kind: offer.kind, value: offer.value, reason, seconds });
    setBusy(false);
    if (!answer.ok) return toast(refusalWords(answer.refusal), { tone: "late" });
    const ban = answer.body;
    const undo = (): void => void release(ban, () => { if (wasOpen) void acts.reopen(conv); });
    toast(words("ban.done", { until: untilWords(ban, now.value) }), { undo });
    onDone();
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="ban-form">
      {why}
      <fieldset class="choice">
        <legend>{words("ban.what")}</legend>
        {offers.map((one, at) => (
          <label key={`${one.kind} ${one.value}`}>
            <input type="radio" name="what" checked={at === chosen} onChange={() => choose(at)} data-testid={`ban-what-${one.network ? "network" : one.kind}`} />
            <span class="ban-what"><span dir="auto">{wordOf(one, state ? nameOf(state) : "")}</span>{hintOf(one) && <span class="quiet">{hintOf(one)}</span>}</span>
          </label>
        ))}
      </fieldset>
      {howLong}
      {state?.status !== "resolved" && <p class="quiet">{words("ban.closes")}</p>}
      <Ends onDone={onDone} word={words("ban.do")} busy={busy} />
    </form>
  );
}

function wordOf({ kind, value, network }: Offer, name: string): string {
  if (kind === "person") return words("ban.person", { name });
  return words(network ? "ban.network" : `ban.${kind}`, { value });
}

function hintOf({ kind, network }: Offer): string | null {
  if (kind === "person") return words("ban.personHow");
  return kind === "address" ? words(network ? "ban.networkHow" : "ban.addressHow") : null;
}
