import type { DeskState } from "../../core/protocol.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { allowedIn } from "../model/allowed.ts";
import { focusBox } from "../screens/focus.ts";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { partners } from "./beside.ts";
import { words } from "./words.ts";
import "./beside.css";

/** In the head of a talk: who was asked in, and who looks at it now. */
export function Others({ state }: { state: DeskState }) {
  const { beside, acts, me } = useDesk();
  const guests = (state.guests ?? []).filter((one) => one.id !== state.holder.id);
  const names = [...beside.looking.value].filter(([id]) => !guests.some((one) => one.id === id)).map(([, one]) => one.name);
  if (guests.length === 0 && names.length === 0) return null;
  const mayRemove = state.status !== "resolved" && (state.holder.id === me.id || may(me, "talks.lead"));
  return (
    <div class="others">
      {guests.map((one) => (
        <span key={one.id} class="guest" data-testid="guest" data-may={one.may}>
          {words(one.may === "answer" ? "guest.answer" : "guest.read", { name: one.name })}
          {mayRemove && one.part === undefined && one.id !== me.id && (
            <IconButton icon="close" label={words("guest.remove", { name: one.name })} data-testid="guest-remove" onClick={() => void acts.run({ t: "leave", conv: state.conv, operator: one.id })} />
          )}
        </span>
      ))}
      {names.length > 0 && <span class="quiet" data-testid="looking">{words("looking", { names: names.join(", ") })}</span>}
    </div>
  );
}

/** What colleagues are writing here, for those who may see it; whoever has the talk now can take the words over. */
export function Writing({ state }: { state: DeskState }) {
  const desk = useDesk();
  const can = allowedIn(state, desk.me);
  const mine = can.reply && !can.take;
  return (
    <>
      {[...desk.beside.writing.value].map(([id, { name, text }]) => (
        <div key={id} class="writing" data-testid="writing" data-by={id}>
          <p><b>{words("writing", { name })}</b> <span dir="auto">{text}</span></p>
          {mine && <Button data-testid="writing-use" onClick={() => { desk.drafts.giveBack(state.conv, "reply", text); focusBox(); }}>{words("writing.use")}</Button>}
        </div>
      ))}
    </>
  );
}

/** Whom a note is meant for: all colleagues, or one of those in the talk. */
export function ToWhom({ state }: { state: DeskState }) {
  const { beside, me, talk } = useDesk();
  const found = partners(state, talk.view.value?.items ?? [], me.id);
  const to = beside.to.value;
  if (found.length === 0 && to === null) return null;
  const choices = to !== null && !found.some((one) => one.id === to.id) ? [...found, to] : found;
  return (
    <select class="to-whom" aria-label={words("to.label")} value={String(to?.id ?? "")} data-testid="to-whom"
      onChange={(event) => { beside.to.value = choices.find((one) => String(one.id) === event.currentTarget.value) ?? null; focusBox(); }}>
      <option value="">{words("to.all")}</option>
      {choices.map((one) => <option key={one.id} value={String(one.id)}>{words("to.one", { name: one.name })}</option>)}
    </select>
  );
}
