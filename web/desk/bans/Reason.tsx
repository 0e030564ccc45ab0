import { useRef, useState } from "preact/hooks";
import { Field } from "../../ui/Field.tsx";
import { words } from "./words.ts";

const OFTEN = ["rude", "spam", "threat"] as const;
const MOST = 300;

/** Why: typed, or taken from what is often the reason. `check` says what is missing and whether nothing is. */
export function useReason(autofocus: boolean): { reason: string; check: () => boolean; field: preact.JSX.Element } {
  const [text, setText] = useState("");
  const [blank, setBlank] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const change = (value: string): void => { setText(value); setBlank(false); };
  function check(): boolean {
    setBlank(!text.trim());
    return text.trim() !== "";
  }
  // the keyboard goes back into the field: Enter bans
  const take = (value: string): void => { change(value); box.current?.querySelector("input")?.focus(); };
  const field = (
    <div class="form" ref={box}>
      <Field label={words("ban.reason")} value={text} maxLength={MOST} hint={words("ban.reasonHint")} autofocus={autofocus} data-testid="ban-reason"
        onValue={change} {...(blank ? { error: words("ban.needed") } : {})} />
      <div class="tag-offers" role="group" aria-label={words("ban.often")}>
        {OFTEN.map((one) => (
          <button key={one} type="button" class="tag tag-offer" data-testid={`ban-often-${one}`} onClick={() => take(words(`ban.often.${one}`))}>{words(`ban.often.${one}`)}</button>
        ))}
      </div>
    </div>
  );
  return { reason: text.trim(), check, field };
}
