import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Inputs.tsx";
import { useDesk } from "../state/desk.ts";
import { toast } from "../state/toasts.ts";
import { banTyped, refusalWords, untilWords } from "./bans.ts";
import { useHowLong } from "./HowLong.tsx";
import { useReason } from "./Reason.tsx";
import { words } from "./words.ts";

const TYPED = ["address", "mail", "phone"] as const;
type Typed = (typeof TYPED)[number];

/** What can be banned without a talk. */
export function AddBan({ onDone }: { onDone: () => void }) {
  const [turn, setTurn] = useState(0);
  return (
    <details class="set-part ban-add" data-testid="ban-add">
      <summary>{words("add.title")}</summary>
      <Add key={turn} onDone={() => { setTurn(turn + 1); onDone(); }} />
    </details>
  );
}

function Add({ onDone }: { onDone: () => void }) {
  const { now } = useDesk();
  const [kind, setKind] = useState<Typed>("address");
  const [value, setValue] = useState("");
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const { seconds, field: howLong } = useHowLong();
  const { reason, check, field: why } = useReason(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!value.trim()) return setWrong(true);
    if (!check() || seconds === undefined) return;
    setBusy(true);
    const answer = await banTyped({ kind, value: value.trim(), reason, seconds });
    setBusy(false);
    if (answer.ok) {
      toast(words("ban.done", { until: untilWords(answer.body, now.value) }));
      return onDone();
    }
    if (answer.refusal.pointer === "/value") setWrong(true);
    else toast(refusalWords(answer.refusal), { tone: "late" });
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} data-testid="ban-add-form">
      <div class="set-pair">
        <Select label={words("add.kind")} value={kind} onValue={(next) => { setKind(next); setWrong(false); }} options={TYPED.map((one) => [one, words(`list.kind.${one}`)] as const)} data-testid="ban-add-kind" />
        <Field label={words("add.value")} value={value} maxLength={300} hint={words(`add.hint.${kind}`)} onValue={(next) => { setValue(next); setWrong(false); }} data-testid="ban-add-value"
          {...(wrong ? { error: words(`add.wrong.${kind}`) } : {})} />
      </div>
      {why}
      {howLong}
      <div><Button look="main" type="submit" busy={busy} data-testid="ban-add-do">{words("ban.do")}</Button></div>
    </form>
  );
}
