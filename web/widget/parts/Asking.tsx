/** A form or buttons inside the talk: answered once, then it says so. */

import { useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Asks } from "./Asks.tsx";

interface Props {
  item: Item;
  /** The line that answers it. */
  answer: Item | undefined;
  words: WidgetWords;
  talk: Talk;
}

export function Asking({ item, answer, words, talk }: Props) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const fields = item.form?.fields ?? [];
  const first = fields[0];
  const send = (given: Record<string, string | number | boolean>): void => {
    setBusy(true);
    void talk.acts.answer(item, given).then((code) => {
      setBusy(false);
      // Answered in another tab: its answer comes by itself.
      setRefused(code !== null && code !== "already_answered");
    });
  };
  const fault = refused && <p class="fault" role="alert">{words.t("notChanged")}</p>;
  if (first?.kind === "buttons") {
    const chosen = answer?.answers?.[0]?.value;
    return (
      <div class="topics asking" role="group" aria-label={item.text} data-testid="asking" data-answered={answer !== undefined}>
        {first.choices?.map((choice, at) => (
          <button key={at} type="button" class="topic" data-testid="asking-button" aria-pressed={chosen === choice} disabled={busy || answer !== undefined}
            onClick={() => send({ [first.key]: at })}>{choice}</button>
        ))}
        {fault}
      </div>
    );
  }
  // What was answered stands below, in the visitor's own words.
  if (answer !== undefined) return <p class="asking" data-testid="asking" data-answered={true}>{words.t("answered")} ✓</p>;
  return (
    <div class="asking" role="group" aria-label={item.text} data-testid="asking" data-answered={false}>
      <Asks asks={fields.map((field) => ({ ...field, label: field.label ?? "" }))} words={words} id={`a${item.n}-`} testid="asking-form" busy={busy} done={send} />
      {fault}
    </div>
  );
}
