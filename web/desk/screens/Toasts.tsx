import { Toast } from "../../ui/Toast.tsx";
import { closeToast, toasts } from "../state/toasts.ts";
import { say } from "../state/settings.ts";

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <Toast key={one.id} tone={one.tone} closeLabel={say("app.close")} onClose={() => closeToast(one.id)}
          {...(one.undo ? { undo: { label: one.label ?? say(one.opens ? "act.open" : "act.undo"), run: one.undo } } : {})}>
          {one.text}
        </Toast>
      ))}
    </div>
  );
}
