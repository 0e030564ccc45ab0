import { useState } from "preact/hooks";
import type { FloorBar } from "../../core/protocol-floor.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { Check, Select } from "../../ui/Inputs.tsx";
import { SOUNDS } from "../notice/rules.ts";
import { play } from "../notice/sound.ts";
import { words as notice } from "../notice/words.ts";
import { StateOf } from "../people/StateOf.tsx";
import { ask, field, type State } from "../state/api.ts";
import { say } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { useFloor } from "./context.ts";
import { barOf, inHands } from "./model.ts";
import { channelName, words } from "./say.ts";

export type Shown = { kind: "person"; id: number } | { kind: "bars" } | { kind: "alerts" };

/** The window above the board. */
export function Windows({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { floor } = useFloor();
  const person = shown.kind === "person" ? floor.board.value.people.get(shown.id) : undefined;
  const title = shown.kind === "bars" ? words("bars") : shown.kind === "alerts" ? words("alerts") : (person?.name ?? "");
  return (
    <Dialog title={title} closeLabel={say("app.close")} onClose={onClose} testid={`floor-${shown.kind}`}>
      {person && <StateOf of={{ ...person, state: person.state as State }} holds={inHands(floor.board.value).get(person.id)?.length ?? 0} onDone={onClose} />}
      {shown.kind === "bars" && <Bars onDone={onClose} />}
      {shown.kind === "alerts" && <Alerts />}
    </Dialog>
  );
}

/** What is to be reached, everywhere and by channel; the same for everybody who leads. */
function Bars({ onDone }: { onDone: () => void }) {
  const { floor } = useFloor();
  const board = floor.board.peek();
  const channels = ["", ...new Set([...board.figures, ...board.bars].map((one) => one.channel).filter(Boolean))];
  const [bars, setBars] = useState<readonly FloorBar[]>(channels.map((channel) => ({ ...barOf(board.bars, channel), channel })));
  const [wrong, setWrong] = useState("");

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const answer = await ask("PUT", "/api/floor/bars", { bars }).catch(() => null);
    if (answer?.status === 200) {
      toast(words("bars.saved"));
      return onDone();
    }
    setWrong(String(field(answer?.body, "pointer") ?? "/"));
  }
  const change = (at: number, part: Partial<FloorBar>): void => setBars(bars.map((one, no) => (no === at ? { ...one, ...part } : one)));
  const error = (pointer: string): { error?: string } => (wrong === pointer ? { error: words("bars.wrong") } : {});
  return (
    <form class="form" noValidate onSubmit={(event) => void save(event)} data-testid="bars-form">
      <p class="quiet">{words("bars.how")}</p>
      {bars.map((one, at) => (
        <fieldset key={one.channel} class="floor-bar">
          <legend>{channelName(one.channel)}</legend>
          <Field type="number" min={1} max={86_400} label={words("bars.first_reply")} value={String(one.first_reply || "")} onValue={(text) => change(at, { first_reply: Number(text) })} data-testid={`bar-first-${one.channel}`} {...error(`/bars/${at}/first_reply`)} />
          <Field type="number" min={1} max={86_400} label={words("bars.waiting")} value={String(one.waiting || "")} onValue={(text) => change(at, { waiting: Number(text) })} data-testid={`bar-waiting-${one.channel}`} {...error(`/bars/${at}/waiting`)} />
        </fieldset>
      ))}
      {wrong === "/" && <p class="field-error" role="alert">{words("bars.failed")}</p>}
      <div><Button look="main" type="submit" data-testid="bars-save">{words("save")}</Button></div>
    </form>
  );
}

/** What this browser calls about while the floor is open. */
function Alerts() {
  const { floor } = useFloor();
  const rules = floor.rules.value;
  return (
    <div class="form" data-testid="alerts-form">
      <p class="quiet">{words("alerts.how")}</p>
      <Check label={words("alerts.late")} value={rules.late} onValue={(late) => floor.setRules({ ...rules, late })} data-testid="alert-late" />
      <Check label={words("alerts.figures")} value={rules.figures} onValue={(figures) => floor.setRules({ ...rules, figures })} />
      <Check label={words("alerts.nobody")} value={rules.nobody} onValue={(nobody) => floor.setRules({ ...rules, nobody })} />
      <Select label={notice("sound")} value={rules.sound} options={SOUNDS.map((one) => [one, notice(`sound.${one}`)])} onValue={(sound) => { floor.setRules({ ...rules, sound }); void play(sound); }} />
    </div>
  );
}
