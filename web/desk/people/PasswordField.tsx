import { Field } from "../../ui/Field.tsx";
import { strengthOf } from "./strength.ts";
import { words } from "./words.ts";

interface Props { label: string; value: string; onValue: (value: string) => void; error?: string; testid: string }

/** A new password, with how strong it is while it is typed. */
export function PasswordField({ label, value, onValue, error, testid }: Props) {
  const strength = strengthOf(value);
  return (
    <div class="form-part">
      <Field label={label} value={value} onValue={onValue} type="password" name="new-password" autocomplete="new-password" hint={words("me.newHint")}
        data-testid={testid} {...(error ? { error } : {})} />
      {value && (
        <p class="strength quiet" data-strength={strength}>
          <meter min={0} max={4} value={strength} aria-label={words("strength")} />
          <span aria-live="polite">{words(`strength.${strength}`)}</span>
        </p>
      )}
    </div>
  );
}
