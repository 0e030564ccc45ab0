import { useEffect, useState } from "preact/hooks";
import { permission } from "../../core/waking.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { deviceOf } from "../model/device.ts";
import { when } from "../people/told.ts";
import { toast } from "../state/toasts.ts";
import { devices, hush, load, wakeHere, type Device } from "./devices.ts";
import { words } from "./words.ts";
import "../people/people.css";

/** Browsers that are woken when no desk of this person is looked at. */
export function Waking() {
  const [state, setState] = useState(permission);
  const [busy, setBusy] = useState(false);
  useEffect(() => void load(), []);
  const here = devices.value.some((one) => one.mine);

  async function wake(): Promise<void> {
    setBusy(true);
    const outcome = await wakeHere();
    setBusy(false);
    setState(permission());
    toast(words(`wake.${outcome}`), outcome === "on" ? {} : { tone: "late" });
  }
  async function drop(device: Device): Promise<void> {
    if (!(await hush(device))) toast(words("wake.failed"), { tone: "late" });
  }
  return (
    <section class="set-part" data-testid="waking">
      <h3>{words("wake")}</h3>
      <p class="quiet">{words("wake.how")}</p>
      {state === "none" && <p>{words("wake.none")}</p>}
      {state === "denied" && <p>{words("note.off")}</p>}
      {state !== "none" && state !== "denied" && !here && <div><Button busy={busy} data-testid="wake-here" onClick={() => void wake()}>{words("wake.do")}</Button></div>}
      {devices.value.length > 0 && (
        <ul class="people" aria-label={words("wake.list")}>
          {devices.value.map((one) => (
            <li key={one.id} class="person" data-testid="device" data-mine={one.mine}>
              <div class="person-who">
                <strong>{nameOf(one)}</strong>
                <p class="quiet">{[one.mine ? words("wake.here") : null, one.told_at ? words("wake.told", { when: when(one.told_at) }) : words("wake.since", { when: when(one.made_at) })].filter(Boolean).join(" · ")}</p>
              </div>
              <IconButton icon="close" label={words("wake.drop", { name: nameOf(one) })} onClick={() => void drop(one)} data-testid="device-drop" />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const nameOf = (one: Device): string => deviceOf(one.agent).join(", ") || words("wake.unknown");
