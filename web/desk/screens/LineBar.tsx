import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { useDesk } from "../state/desk.ts";
import { say } from "../state/settings.ts";

/** A cut shorter than this (ms) is not worth a person's eyes. */
const PATIENCE = 700;

/** Says that the line is cut and what it means; silent while all is well. */
export function LineBar() {
  const { status, outdated, line } = useDesk();
  const live = status.value === "live";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (live) return setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [live]);
  const cut = late && !live;
  return (
    <div role="status" class={`line-state${outdated.value || cut ? ` line${outdated.value ? " line-stopped" : ""}` : ""}`} data-testid="line-state" data-line={status.value}>
      {outdated.value
        ? <><p>{say("line.reload")}</p><Button onClick={() => location.reload()}>{say("line.reloadDo")}</Button></>
        : cut && <><Icon name="cut" /><p><strong>{say("line.lost")}</strong> <span class="line-more">{say("line.waits")}</span></p>
            <Button look="quiet" onClick={() => line.restart()}>{say("line.again")}</Button></>}
    </div>
  );
}
