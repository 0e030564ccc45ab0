import { useLayoutEffect } from "preact/hooks";
import type { DeskState } from "../../core/protocol.ts";
import { IconButton } from "../../ui/Button.tsx";
import { ToWhom } from "../beside/Others.tsx";
import { words } from "../beside/words.ts";
import { allowedIn, modesOf } from "../model/allowed.ts";
import { SHOWN } from "../model/keys.ts";
import { useDesk } from "../state/desk.ts";
import type { Mode } from "../state/drafts.ts";
import { say } from "../state/settings.ts";
import { focusBox } from "./focus.ts";
import { Quoted, speaker } from "./SaidLine.tsx";

/** Which message the reply answers. */
export function QuoteBar({ state, quote }: { state: DeskState; quote: number }) {
  const { drafts, talk, me } = useDesk();
  const item = talk.view.value?.items.find((one) => one.n === quote);
  return (
    <div class="box-quote" data-testid="box-quote">
      <Quoted item={item} who={item ? speaker(item, me.id, state) : ""} />
      <IconButton icon="close" label={say("box.unquote")} onClick={() => { drafts.change(state.conv, { quote: null }); focusBox(); }} />
    </div>
  );
}

/** Who will read it. The words themselves can be moved to the other side when they were begun on the wrong one. */
export function Modes({ mode, state, onMode, onMove }: { mode: Mode; state: DeskState; onMode: (mode: Mode) => void; onMove: (() => void) | null }) {
  const { beside, me } = useDesk();
  const to = beside.to.value;
  return (
    <div class="box-modes">
      <div class="box-mode" role="radiogroup" aria-label={say("box.mode")}>
        {modesOf(me).map((one) => (
          <button key={one} type="button" role="radio" aria-checked={one === mode} aria-keyshortcuts={SHOWN[one]} data-testid={`mode-${one}`} onClick={() => onMode(one)}>
            {say(`box.${one}`)}<kbd aria-hidden="true">{SHOWN[one]}</kbd>
          </button>
        ))}
      </div>
      {onMove && <IconButton icon="swap" label={say(mode === "note" ? "box.toReplyDo" : "box.toNoteDo")} data-testid="move-words" onClick={onMove} />}
      {mode === "note" && <ToWhom state={state} />}
      <span class="box-where" id="box-where" data-testid="box-where">{mode === "note" && to ? words("to.where", { name: to.name }) : say(mode === "note" ? "box.toTeam" : "box.toVisitor")}</span>
    </div>
  );
}

/** Why a reply cannot go, or what it will do besides. */
export function Strip({ state, mode }: { state: DeskState; mode: Mode }) {
  const { me } = useDesk();
  const may = allowedIn(state, me);
  const others = state.holder.kind === "operator" && state.holder.id !== me.id;
  if (mode === "note" || (may.reply && !may.take && !others)) return null;
  if (may.reply && others) return <p class="box-strip" data-testid="box-strip">{say("box.also", { name: state.holder.name ?? "" })}</p>;
  const says = may.take ? say("box.inQueue") : may.reopen ? say("box.resolved") : say("box.held", { name: state.holder.name ?? "" });
  return <p class="box-strip" data-testid="box-strip">{says}</p>;
}

/** The box is as high as its text, up to the third of the screen that the style allows. */
export function useGrow(area: { current: HTMLTextAreaElement | null }, text: string, mode: Mode): void {
  useLayoutEffect(() => {
    const node = area.current;
    if (!node) return;
    node.style.height = "auto";
    node.style.height = `${node.scrollHeight}px`;
  }, [area, text, mode]);
}
