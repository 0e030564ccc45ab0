import { Choices } from "../../screens/Choices.tsx";
import { KeyList } from "../../screens/KeyList.tsx";
import { Frame } from "../Frame.tsx";
import { say } from "../say.ts";

/** Language and look; and the keys, to read in peace. */
export default function Device() {
  return (
    <Frame title={say("page.device")} about={say("device.how")}>
      <section class="set-part">
        <h3>{say("device.look")}</h3>
        <div class="choices"><Choices /></div>
      </section>
      <section class="set-part">
        <h3>{say("device.keys")}</h3>
        <KeyList />
      </section>
    </Frame>
  );
}
