import { useComputed } from "@preact/signals";
import type { Row } from "../../core/protocol.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { RowPick, useChosen, usePress } from "../lists/RowPick.tsx";
import { RowMarks, RowTags } from "../actions/Marks.tsx";
import { RowLeft } from "../context/Here.tsx";
import { lateness, rowTime } from "../model/clock.ts";
import { isBegun } from "../model/draft.ts";
import { givenTo, unreadOf } from "../model/rows.ts";
import { useDesk } from "../state/desk.ts";
import { usePeek } from "../state/peek.ts";
import { words as parts } from "../parts/words.ts";
import { place } from "../state/place.ts";
import { say, speech } from "../state/settings.ts";
import { channelShort, nameOf } from "./names.ts";

/** One talk in the list: who, how long they wait, the last words or what is being typed. `at` and `of`: its place in the whole list. */
export function RowItem({ row, reachable, at, of }: { row: Row; reachable: boolean; at: number; of: number }) {
  const unread = unreadOf(row);
  const given = givenTo(row, useDesk().me.id);
  const pressed = usePress();
  const peek = usePeek(row.conv);
  const chosen = useChosen(row.conv);
  return (
    <li aria-posinset={at} aria-setsize={of} data-chosen={chosen}>
      <button type="button" class={`row${unread ? " row-unread" : ""}`} data-testid="row" data-conv={row.conv} data-unread={unread > 0}
        aria-current={place.value.conv === row.conv ? "true" : undefined} tabIndex={reachable ? 0 : -1}
        onClick={(event) => pressed(event, row.conv)}>
        <Avatar name={row.contact.name ?? ""} badge={channelShort(row.channel)} />
        <span class="row-body">
          <span class="row-name">
            <strong>{nameOf(row)}</strong>
            {row.contact.verified && <span class="row-proof" data-testid="row-verified" title={say("about.verifiedHow")}>✓<span class="hidden">{say("about.verified")}</span></span>}
            <Mine conv={row.conv} />
            <RowMarks row={row} />
            {row.part_of && <span data-testid="row-part"><Pill tone="new">{parts("row")}</Pill></span>}
            {row.topic && <Pill title={row.topic}>{row.topic}</Pill>}
          </span>
          <span class="row-second">
            {given ? <Given by={given.by} /> : <RowTags row={row} />}{peek
            ? <span class="row-line row-peek" data-testid="row-peek">{say("row.typing", { text: peek })}</span>
            : <span class="row-line" data-testid="row-text"><Holder row={row} />{row.status !== "resolved" && !row.part_of && <RowLeft conv={row.conv} />}{lastWords(row)}</span>}</span>
        </span>
        <span class="row-tail">
          <Waits row={row} />
          {unread > 0 && (
            <span data-testid="row-unread"><Pill tone="new"><span aria-hidden="true">{unread >= MOST ? `${unread}+` : unread}</span>
              <span class="hidden">{say("row.unreadCount", { count: unread })}</span></Pill></span>
          )}
        </span>
      </button>
      <RowPick conv={row.conv} name={nameOf(row)} chosen={chosen} />
    </li>
  );
}

/** The server tells of so many at most. */
const MOST = 10;

/** What of mine waits in this talk: a reply that did not go, or one that is begun. */
function Mine({ conv }: { conv: string }) {
  const { drafts, pending } = useDesk();
  const mark = useComputed(() => {
    if (pending.value.some(({ command, state }) => command.t === "send" && command.conv === conv && state === "failed")) return "failed";
    return place.value.conv !== conv && isBegun(drafts.of(conv)) ? "draft" : null;
  }).value;
  if (mark === null) return null;
  return <span data-testid={`row-${mark}`}><Pill tone={mark === "failed" ? "late" : "plain"}>{say(`row.${mark}`)}</Pill></span>;
}

/** In lists of several people: with whom a talk is, when it is with a colleague. */
function Holder({ row }: { row: Row }) {
  const { list, me } = useDesk();
  if (list.tab.value === "mine" || row.holder.kind !== "operator" || row.holder.id === me.id || !row.holder.name) return null;
  return <span class="row-holder" data-testid="row-holder">{say("row.heldBy", { name: row.holder.name })} · </span>;
}

/** In the place of its tags: new in my hands, from whom. */
function Given({ by }: { by: string | null }) {
  const from = by === null ? "" : say("row.givenBy", { name: by });
  return <span class="row-tags" data-testid="row-given"><Pill tone="soft" title={from}>{say("row.given")}</Pill>{from && <span class="hidden">, {from}</span>}</span>;
}

function Waits({ row }: { row: Row }) {
  const { now } = useDesk();
  if (row.waiting === null) return <span>{rowTime(row.resolved ?? row.at, now.value, speech.value.language)}</span>;
  const waited = Math.max(0, now.value - row.waiting);
  const time = speech.value.span(waited);
  const title = row.due && row.due.kind !== "resolve" ? say("row.waitsDue", { time, due: rowTime(row.due.at, now.value, speech.value.language) }) : say("row.waits", { time });
  return <span data-testid="row-wait"><Pill tone={lateness(row, now.value)} title={title}>{time}</Pill></span>;
}

function lastWords(row: Row): string {
  if (!row.text) return say(row.text === "" ? "row.files" : "row.nothing");
  const text = row.text.replace(/\s+/g, " ");
  if (row.part_of) return text;
  return row.by === "operator" ? say("row.ours", { text }) : text;
}
