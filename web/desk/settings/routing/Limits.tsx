import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../../ui/Icon.tsx";
import { inOrder, kindIcon, kindName } from "../../screens/channels.ts";
import { toast } from "../../state/toasts.ts";
import { ask } from "../requests.ts";
import { Part, Whole } from "./fields.tsx";
import { words } from "./words.ts";

type Weights = Record<string, number>;
interface Known { weights: Weights; usual: Weights }
/** A kind that nobody has weighed yet weighs a whole chat. */
const WHOLE = 100;

/** How much of a chat one talk of each kind of channel takes. */
export function Limits() {
  const [draft, setDraft] = useState<Record<string, number | null> | null>(null);
  const [known, setKnown] = useState<Known>({ weights: {}, usual: {} });
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void ask<Known>("GET", "/api/limits/weights").then((answer) => {
      if (!answer.ok) return;
      setKnown(answer.body);
      setDraft(answer.body.weights);
    });
  }, []);
  if (draft === null) return null;

  async function save(given: Record<string, number | null>): Promise<void> {
    setBusy(true);
    let refused: string | null = null;
    for (const [kind, weight] of Object.entries(given)) {
      if (refused !== null || known.weights[kind] === weight) continue;
      const answer = await ask<Known>("PUT", `/api/limits/weights/${encodeURIComponent(kind)}`, { weight: weight ?? known.usual[kind] ?? WHOLE });
      if (answer.ok) setKnown(answer.body), setDraft((now) => ({ ...now, [kind]: answer.body.weights[kind] ?? WHOLE }));
      else refused = kind;
    }
    setBusy(false);
    setWrong(refused);
    if (refused === null) toast(words("saved"));
  }
  return (
    <Part title={words("weights")} about={words("weights.how")} testid="weights" busy={busy} onSave={() => void save(draft)}>
      <div class="weights">
        {inOrder(Object.keys(draft)).map((kind) => (
          <div class="weight" key={kind} data-kind={kind}>
            <Icon name={kindIcon(kind)} />
            <Whole label={kindName(kind)} hint={words("weights.usual", { weight: known.usual[kind] ?? WHOLE })} value={draft[kind] ?? null} min={1} max={100} testid={`weight-${kind}`}
              onValue={(next) => setDraft({ ...draft, [kind]: next })} {...(wrong === kind ? { error: words("weights.wrong") } : {})} />
          </div>
        ))}
      </div>
    </Part>
  );
}
