import type { ComponentChildren } from "preact";
import { Button, IconButton } from "./Button.tsx";

interface Props {
  children: ComponentChildren;
  tone?: "plain" | "late";
  /** the way back, when there is an honest one */
  undo?: { label: string; run: () => void };
  closeLabel: string;
  onClose: () => void;
}

export function Toast({ children, tone = "plain", undo, closeLabel, onClose }: Props) {
  return (
    <div class={`toast toast-${tone}`} data-testid="toast">
      <p>{children}</p>
      {undo && <Button look="quiet" onClick={undo.run} data-testid="toast-undo">{undo.label}</Button>}
      <IconButton icon="close" label={closeLabel} onClick={onClose} />
    </div>
  );
}
