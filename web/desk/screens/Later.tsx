import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { say } from "../state/settings.ts";

type Part<P> = { at: "loading" } | { at: "here"; Show: ComponentType<P> } | { at: "failed" };

/** A part of the desk that is fetched when it is first shown (`load` stays the same for a component's life: give it a key). */
export function Later<P extends object>({ load, given }: { load: () => Promise<{ default: ComponentType<P> }>; given: P }) {
  const [part, setPart] = useState<Part<P>>({ at: "loading" });
  useEffect(() => {
    let wanted = true;
    load()
      .then((made) => wanted && setPart({ at: "here", Show: made.default }))
      .catch(() => wanted && setPart({ at: "failed" }));
    return () => void (wanted = false);
  }, []);
  if (part.at === "here") return <part.Show {...given} />;
  if (part.at === "loading") return <p class="empty later" role="status">{say("app.opening")}</p>;
  return (
    <div class="empty later" role="alert">
      <p>{say("app.notLoaded")}</p>
      <Button onClick={() => location.reload()}>{say("app.reload")}</Button>
    </div>
  );
}
