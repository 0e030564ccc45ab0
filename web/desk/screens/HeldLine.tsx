import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { useDesk } from "../state/desk.ts";
import type { Held } from "../state/holding.ts";
import { say } from "../state/settings.ts";
import { focusBox } from "./focus.ts";
import { Words } from "./Words.tsx";

/** A reply that can still be called back, and for how long. */
export function HeldLine({ held }: { held: Held }) {
  const desk = useDesk();
  const { acts, holding } = desk;
  const { conv, text, files } = held.command;
  const left = useLeft(held.until);
  return (
    <div class="m-line m-line-ours" data-testid="held" data-kind="message">
      <div class="m m-ours m-waits">
        {text !== "" && <Words text={text} marks />}
        {files && <small>{say("file.some", { count: files.length })}</small>}
        <small role="timer">{say("held.says", { count: left })}</small>
        <div class="m-fix">
          <Button onClick={() => { acts.undo(conv, desk.tray(conv), held.id); focusBox(); }} data-testid="undo">{say("held.undo")}</Button>
          <Button look="quiet" onClick={() => { holding.release(conv); focusBox(); }} data-testid="send-now">{say("held.now")}</Button>
        </div>
      </div>
    </div>
  );
}

function useLeft(until: number): number {
  const seconds = (): number => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [left, setLeft] = useState(seconds());
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
