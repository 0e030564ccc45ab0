import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { DeskView } from "../../core/fold.ts";
import { stillPending } from "../../core/echo.ts";
import { Icon } from "../../ui/Icon.tsx";
import { SHOWN } from "../model/keys.ts";
import { lastRead, linesOf } from "../model/lines.ts";
import { useDesk } from "../state/desk.ts";
import { usePeek } from "../state/peek.ts";
import { finding } from "../state/dialogs.ts";
import { place } from "../state/place.ts";
import { say } from "../state/settings.ts";
import { flash } from "./flash.ts";
import { EchoLine } from "./EchoLine.tsx";
import { HeldLine } from "./HeldLine.tsx";
import { LaterLine } from "./LaterLine.tsx";
import { FindBar } from "./FindBar.tsx";
import { Past } from "./Past.tsx";
import { useDrawn } from "./useDrawn.tsx";
import { useLogScroll } from "./useLogScroll.ts";

/** The end of the log, or lines far above it that were looked for. */
export function LogPane({ view }: { view: DeskView }) {
  const { talk } = useDesk();
  const apart = talk.apart.view.value;
  return <Log key={apart ? "apart" : "end"} view={apart ?? view} apart={apart !== null} />;
}

/** What was said, oldest at the top; stays at the end unless somebody has scrolled up. */
function Log({ view, apart }: { view: DeskView; apart: boolean }) {
  const { talk, pending, me, heard, holding, laters, story } = useDesk();
  const conv = view.state.conv;
  const earlier = view.state.earlier !== false;
  const unread = talk.unread.value;
  const past = story.talks.value.reduce((sum, one) => sum + one.items.length, 0);
  const lines = useMemo(() => linesOf(view.items, unread), [view.items, unread]);
  const echoes = useMemo(() => {
    const words = pending.value.filter(({ command }) => (command.t === "send" || command.t === "note") && command.conv === conv);
    return stillPending(words, view.items, (item) => item.by.kind === "operator" && item.by.id === me.id);
  }, [pending.value, view.items, conv, me.id]);
  const held = holding.words.value.filter(({ command }) => command.conv === conv);
  const peek = usePeek(conv);
  const begun = useCallback(() => { if (earlier && story.state.peek() === "more") void story.more(); }, [story, earlier]);
  const scroll = useLogScroll({ first: view.first - past, size: view.items.length, echoes: echoes.length + held.length, peek, more: view.first <= 1 ? begun : apart ? talk.apart.older : talk.more, sticks: !apart });
  useUnread(scroll.box, apart ? null : unread, scroll.leave);
  useAim(scroll.leave);
  useEffect(() => { if (apart && scroll.atEnd) void talk.newer(); }, [apart, scroll.atEnd, view.items.length]);
  useLooking(view.top, scroll.atEnd && !apart);
  const read = lastRead(view.items, view.state.marks.visitor);
  const got = lastRead(view.items, view.state.marks.got);
  const drawn = useDrawn(lines, view, read, got);
  return (
    <div class="log-wrap">
      {finding.value && <FindBar />}
      <div class="log" role="log" aria-live="off" aria-label={say("talk.log")} tabIndex={0} ref={scroll.box} onScroll={scroll.onScroll}
        data-testid="log" data-top={view.top} data-first={view.first}>
        {view.first > 1 && <Earlier apart={apart} />}
        <Past whole={view.first <= 1} earlier={earlier} />
        {drawn}
        {!apart && echoes.map((word) => <EchoLine key={word.cid} word={word} />)}
        {!apart && held.map((one) => <HeldLine key={one.id} held={one} />)}
        {!apart && laters.list.value.filter((one) => one.conv === conv).map((one) => <LaterLine key={one.id} later={one} />)}
        {peek && !apart && (
          <div class="m m-peek" data-testid="peek"><span class="m-text">{peek}</span><small>{say("said.typing")}</small></div>
        )}
      </div>
      {apart && (
        <button type="button" class="to-end" data-testid="to-newest" aria-keyshortcuts={SHOWN.newest} onClick={() => talk.apart.leave()}>
          <Icon name="down" size={18} />{say("talk.down")}<kbd aria-hidden="true">{SHOWN.newest}</kbd>
        </button>
      )}
      {!scroll.atEnd && !apart && (
        <button type="button" class="to-end" data-testid="to-end" onClick={scroll.toEnd}>
          <Icon name="down" size={18} />
          {scroll.below > 0 ? say("talk.newDown", { count: scroll.below }) : say("talk.down")}
        </button>
      )}
      <p class="hidden" aria-live="polite" data-testid="heard">{heard.value}</p>
    </div>
  );
}

function Earlier({ apart }: { apart: boolean }) {
  const { talk } = useDesk();
  const busy = apart ? talk.apart.busy.value : talk.paging.value;
  return (
    <button type="button" class="btn btn-plain log-more" disabled={busy} onClick={apart ? () => void talk.apart.older() : talk.more} data-testid="older">
      {say(busy ? "talk.olderBusy" : "talk.older")}
    </button>
  );
}

/** Whoever opens a talk begins at what is new, when that is more than the screen holds. */
function useUnread(box: { readonly current: HTMLDivElement | null }, unread: number | null, leave: () => void): void {
  useEffect(() => {
    const line = unread === null ? null : box.current?.querySelector<HTMLElement>("[data-testid=unread-line]");
    if (!line || !box.current || line.offsetTop >= box.current.scrollHeight - box.current.clientHeight) return;
    leave();
    line.scrollIntoView({ block: "start" });
  }, []);
}

/** A line that was looked for comes before somebody's eyes and stands out. */
function useAim(leave: () => void): void {
  const { talk } = useDesk();
  const aim = talk.aim.value;
  useEffect(() => {
    if (aim === null) return;
    leave();
    flash(aim);
    talk.aim.value = null;
  }, [aim]);
}

/** Read is what a person can see: the page is in front, the talk is on the screen, and its end is in view. */
function useLooking(top: number, atEnd: boolean): void {
  const { talk, status } = useDesk();
  const onScreen = place.value.screen !== "list";
  const line = status.value;
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === "visible" && atEnd && onScreen && line === "live") talk.looked();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [talk, top, atEnd, onScreen, line]);
}
