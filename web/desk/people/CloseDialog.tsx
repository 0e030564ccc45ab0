import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { answers } from "../state/api.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { request, type Everybody, type Shown } from "./api.ts";
import { refused } from "./told.ts";
import { words } from "./words.ts";

interface Props { shown: Shown; all: Everybody; onDone: (closed: boolean) => void }

/** Before an account is closed: what that means, and where its open talks go. */
export function CloseDialog({ shown: { person, talks }, all, onDone }: Props) {
  const [to, setTo] = useState<number | null>(null);
  const heirs = all.people.filter(({ person: one }) => one.active && one.id !== person.id && answers(one));

  async function close(): Promise<void> {
    const answer = await request("POST", `/api/people/${person.id}/deactivate`, { to });
    if (answer.ok) toast(words("close.done", { name: person.name }));
    else refused(answer);
    onDone(answer.ok);
  }
  return (
    <Dialog title={words("close.title", { name: person.name })} closeLabel={say("app.close")} onClose={() => onDone(false)} testid="dialog-close-account">
      <p>{words("close.how")}</p>
      {talks > 0 && (
        <fieldset class="choice" data-testid="close-heirs">
          <legend>{words("close.talks", { count: talks })}</legend>
          <label><input type="radio" name="heir" checked={to === null} onChange={() => setTo(null)} /><span>{words("close.queue")}</span></label>
          {heirs.map(({ person: one }) => (
            <label key={one.id}>
              <input type="radio" name="heir" checked={to === one.id} onChange={() => setTo(one.id)} data-testid="heir" data-login={one.login} />
              <span>{words("close.to", { name: one.name })}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="dlg-acts">
        <Button onClick={() => onDone(false)}>{words("back")}</Button>
        <Button look="danger" onClick={() => void close()} data-testid="close-do">{words("close.do")}</Button>
      </div>
    </Dialog>
  );
}
