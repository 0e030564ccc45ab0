import { IconButton } from "../../../ui/Button.tsx";
import type { Offers } from "../../lists/useNames.ts";
import { CallField } from "./CallField.tsx";
import { begunAction, DOINGS, HIGHEST, LOWEST } from "./model.ts";
import type { Action, Doing } from "./types.ts";
import { Values } from "./Values.tsx";
import { words, type RuleWord } from "./words.ts";

interface Props { action: Action; names: Offers; error?: string; onAction: (action: Action | null) => void }

/** One thing that is done. */
export function ActionRow({ action, names, error, onAction }: Props) {
  return (
    <div class="rule-line" role="group" aria-label={words(`do.${action.do}`)} data-testid="rule-action">
      <select class="select rule-wide" value={action.do} aria-label={words("do.kind")} data-testid="rule-do" onChange={(event) => onAction(begunAction(event.currentTarget.value as Doing))}>
        {DOINGS.map((one) => <option key={one} value={one}>{words(`do.${one}`)}</option>)}
      </select>
      <IconButton icon="close" label={words("do.drop")} data-testid="rule-action-drop" onClick={() => onAction(null)} />
      <Given action={action} names={names} wrong={error !== undefined} onAction={onAction} />
      {error && <p class="field-error" role="alert">{error}</p>}
    </div>
  );
}

function Given({ action, names, wrong, onAction }: { action: Action; names: Offers; wrong: boolean; onAction: (action: Action) => void }) {
  switch (action.do) {
    case "priority": {
      const steps = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, at) => HIGHEST - at);
      return (
        <div class="rule-values"><select class="select" value={String(action.to)} aria-label={words("do.to")} data-testid="rule-to" onChange={(event) => onAction({ do: "priority", to: Number(event.currentTarget.value) })}>
          {steps.map((one) => <option key={one} value={String(one)}>{words(`up.${one}` as RuleWord)}</option>)}
        </select></div>
      );
    }
    case "team": return (
      <div class="rule-values"><select class="select" value={String(action.team ?? "")} aria-label={words("do.team")} data-testid="rule-team" onChange={(event) => onAction({ do: "team", team: event.currentTarget.value === "" ? null : Number(event.currentTarget.value) })}>
        <option value="">{words("value.everybody")}</option>
        {[...names.teams].map(([id, name]) => <option key={id} value={String(id)}>{name}</option>)}
      </select></div>
    );
    case "tag": return <Values values={action.add} offered={names.tags.map((one) => [one, one] as const)} free label={words("do.tag")} wrong={wrong} onValues={(values) => onAction({ do: "tag", add: values.map(String) })} />;
    case "call": return <CallField action={action} wrong={wrong} onAction={onAction} />;
    case "note": return <textarea class="rule-note" rows={2} maxLength={2000} dir="auto" value={action.text} aria-label={words("do.text")} aria-invalid={wrong} data-testid="rule-note" onInput={(event) => onAction({ do: "note", text: event.currentTarget.value })} />;
  }
}
