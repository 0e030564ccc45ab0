import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { newCid } from "../../core/cid.ts";
import { Button } from "../../ui/Button.tsx";
import { timeWords, useWhen } from "../actions/When.tsx";
import { errorSentence } from "../model/errors.ts";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { askBack, type BackSaid } from "./manager.ts";
import { words } from "./words.ts";

interface Props { conv: string; name: string; said: BackSaid; onDone: () => void }

/** Where neither the manager nor anybody in her place is there: she is to write back, the visitor is told by when. */
export function WriteBack({ open, onOpen, ...props }: Props & { open: boolean; onOpen: () => void }) {
  if (open) return <Asking {...props} />;
  return <p><Button data-testid="write-back" onClick={onOpen}>{words("ask", { name: props.name })}</Button></p>;
}

function Asking({ conv, name, said, onDone }: Props) {
  const { now } = useDesk();
  const { at, field } = useWhen(words("by"));
  const [busy, setBusy] = useState(false);
  const press = useRef(newCid());
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.querySelector<HTMLInputElement>("input:checked")?.focus(), []);
  async function send(): Promise<void> {
    if (at === null || busy) return;
    setBusy(true);
    const answer = await askBack(conv, { ...said, at, text: words("text", { name }).slice(0, 200), cid: press.current });
    setBusy(false);
    if (answer.ok || answer.refusal.status !== 0) press.current = newCid();
    if (!answer.ok) return toast(refused(answer.refusal.code, name), { tone: "late" });
    const done = answer.body;
    toast(done.how === "handed" ? words("handed", { name: done.name }) : words("promised", { name: done.name, time: timeWords(at, now.peek()) }));
    onDone();
  }
  return (
    <div ref={box} class="form" data-testid="write-back-form" onKeyDown={(event) => {
      // Enter in one of these fields means this button, not the hand-over around it.
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      void send();
    }}>
      {field}
      <p class="quiet">{words("how", { name })}</p>
      <div><Button look="main" busy={busy} data-testid="write-back-do" onClick={() => void send()}>{words("do")}</Button></div>
    </div>
  );
}

/** Why nothing was promised. */
function refused(code: string, name: string): string {
  if (code === "at_limit") return words("full", { name });
  if (code === "out_of_range") return words("far");
  if (code === "no_manager") return words("nobody");
  return errorSentence({ code }, say);
}
