import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { words } from "./words.ts";

/** A secret, shown this once. */
export function Secret({ secret }: { secret: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => void navigator.clipboard?.writeText(secret).then(() => setCopied(true), () => undefined);
  return (
    <div class="set-item" role="status">
      <strong>{words("secretOnce")}</strong>
      <div class="hook-secret">
        <input readOnly value={secret} aria-label={words("secret")} data-testid="hook-secret" onFocus={(event) => event.currentTarget.select()} />
        <Button onClick={copy} data-testid="hook-copy">{words(copied ? "copied" : "copy")}</Button>
      </div>
    </div>
  );
}
