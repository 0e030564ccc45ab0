import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import type { LinkMade } from "./api.ts";
import { words } from "./words.ts";

/** A link that was made: shown this once, or where the letter went. */
export function LinkShown({ made, name }: { made: LinkMade; name: string }) {
  const [copied, setCopied] = useState(false);
  if (made.link === null) return <p role="status" data-testid="link-sent">{words("link.sent", { mail: made.mail ?? "" })}</p>;
  const link = made.link;

  async function copy(): Promise<void> {
    await navigator.clipboard?.writeText(link).then(() => setCopied(true), () => undefined);
  }
  return (
    <div class="form-part" role="status">
      <p>{words("link.shown", { name, count: made.hours })}</p>
      <div class="link-row">
        <input class="link-text" readOnly value={link} aria-label={words("link.label")} data-testid="link" onFocus={(event) => event.currentTarget.select()} />
        <Button onClick={() => void copy()} data-testid="link-copy">{words(copied ? "link.copied" : "link.copy")}</Button>
      </div>
    </div>
  );
}
