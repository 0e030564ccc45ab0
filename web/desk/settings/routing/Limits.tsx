import { useEffect, useState } from "preact/hooks";
import { toast } from "../../state/toasts.ts";
import { ask } from "../requests.ts";
import { Part, Whole } from "./fields.tsx";
import { words } from "./words.ts";

type Weights = Record<string, number>;

/** How much of a chat one talk of each kind of channel takes. */
export function Limits() {
  const [weights, setWeights] = useState<Weights | null>(null);
  const [known, setKnown] = useState<Weights>({});
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    void ask<{ weights: Weights }>("GET", "/api/limits/weights").then((answer) => {
      if (!answer.ok) return;
      setWeights(answer.body.weights);
      setKnown(answer.body.weights);
    });
  }, []);
  if (weights === null) return null;

  async function save(): Promise<void> {
    for (const [kind, weight] of Object.entries(weights ?? {})) {
      if (known[kind] === weight) continue;
      const answer = await ask("PUT", `/api/limits/weights/${encodeURIComponent(kind)}`, { weight });
      if (!answer.ok) return setWrong(kind);
    }
    setWrong(null);
    setKnown(weights ?? {});
    toast(words("saved"));
  }
  return (
    <Part title={words("weights")} about={words("weights.how")} testid="weights" onSave={() => void save()}>
      <div class="weights">
        {Object.entries(weights).map(([kind, weight]) => (
          <Whole key={kind} label={kind} value={weight} min={1} max={100} testid={`weight-${kind}`} onValue={(next) => setWeights({ ...weights, [kind]: next ?? 0 })}
            {...(wrong === kind ? { error: words("weights.wrong") } : {})} />
        ))}
      </div>
    </Part>
  );
}
