/** What the line does, said only when it matters: a short cut heals before anybody reads about it. */

import { useEffect, useState } from "preact/hooks";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";

const PATIENCE = 1_200;

export function LineState({ talk, words }: { talk: Talk; words: WidgetWords }) {
  const status = talk.status.value;
  const stopped = status === "stopped" ? talk.stopped.value : null;
  const cut = status === "waiting" || status === "connecting";
  const late = useLate(cut);
  return (
    <div role="status" class="line" data-testid="line-state" data-state={status}>
      {stopped === null && cut && late && <p>{words.t("offline")}</p>}
      {stopped === "reload" && <Stop text={words.t("reload")} act={words.t("reloadAct")} run={() => location.reload()} />}
      {stopped === "denied" && <Stop text={words.t("denied")} act={words.t("deniedAct")} run={talk.retry} />}
    </div>
  );
}

function Stop({ text, act, run }: { text: string; act: string; run(): void }) {
  return (
    <p>
      {text} <button type="button" class="link" data-testid="line-act" onClick={run}>{act}</button>
    </p>
  );
}

function useLate(cut: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!cut) return setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [cut]);
  return late;
}
