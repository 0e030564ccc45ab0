import { useDesk } from "../../state/desk.ts";
import { UNDO } from "../../state/preferences.ts";
import { Frame } from "../Frame.tsx";
import { say } from "../say.ts";
import { words } from "./words.ts";

/** How a person wants to write: calling back, second looks. Every choice is kept as it is made. */
export default function Writing() {
  const { preferences } = useDesk();
  const { undo, stop } = preferences.value.value;
  return (
    <Frame title={say("page.writing")} about={words("how")}>
      <fieldset class="set-part choice">
        <legend>{words("undo")}</legend>
        <p class="quiet">{words("undo.how")}</p>
        {UNDO.map((seconds) => (
          <label key={seconds}>
            <input type="radio" name="undo" checked={undo === seconds} onChange={() => void preferences.change({ undo: seconds })} data-testid={`undo-${seconds}`} />
            <span>{seconds === 0 ? words("undo.none") : words("undo.some", { count: seconds })}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="set-part choice">
        <legend>{words("stop")}</legend>
        {(["begun", "unseen"] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="stop" checked={stop === one} onChange={() => void preferences.change({ stop: one })} data-testid={`stop-${one}`} />
            <span>{words(`stop.${one}`)}</span>
          </label>
        ))}
      </fieldset>
    </Frame>
  );
}
