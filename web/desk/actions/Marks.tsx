import type { DeskState, Row } from "../../core/protocol.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Pill } from "../../ui/Pill.tsx";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { toneOf } from "./tags.ts";
import { timeWords } from "./When.tsx";
import { words } from "./words.ts";
import "./actions.css";

type Marked = Pick<Row, "status" | "until" | "promise" | "tags">;
const DUE_SOON = 3_600_000;

/** In the head of a talk: aside until when, what is promised, its tags; with what can be done about each. */
export function Marks({ state }: { state: DeskState }) {
  const { aside, now, me } = useDesk();
  const writes = may(me, "talks.write");
  const { promise, tags = [] } = state;
  if (state.status !== "snoozed" && !promise && tags.length === 0) return null;
  return (
    <div class="marks" data-testid="marks">
      {state.status === "snoozed" && <Aside talk={state} />}
      {promise && (
        <span class="promise" data-testid="promise" data-due={promise.due <= now.value}>
          <Pill tone={tone(promise.due, now.value)} title={words("promise.by", { name: promise.by, time: timeWords(promise.due, now.value) })}>{dueWords(promise.due, now.value)}</Pill>
          <span class="promise-text" dir="auto" title={promise.text}>{promise.text}</span>
          {writes && <IconButton icon="check" label={words("promise.kept")} data-testid="promise-kept" onClick={() => void aside.settle(state.conv, true)} />}
          {writes && <IconButton icon="close" label={words("promise.drop")} data-testid="promise-drop" onClick={() => void aside.settle(state.conv, false)} />}
        </span>
      )}
      {tags.map((tag) => !writes ? <span key={tag} class={`tag tag-${toneOf(tag)}`} data-testid="tag">{tag}</span> : (
        <button key={tag} type="button" class={`tag tag-${toneOf(tag)}`} data-testid="tag" title={words("tags.remove", { tag })} aria-label={words("tags.remove", { tag })}
          onClick={() => void aside.tag(state.conv, tags, tags.filter((one) => one !== tag))}>{tag} <span aria-hidden="true">×</span></button>
      ))}
    </div>
  );
}

/** In a row, beside the name: aside until when, promised until when. */
export function RowMarks({ row }: { row: Row }) {
  const { now } = useDesk();
  const { promise } = row;
  if (row.status !== "snoozed" && !promise) return null;
  return (
    <span class="row-marks">
      {row.status === "snoozed" && <span data-testid="row-snoozed"><Pill>{words("row.aside", { time: timeWords(row.until ?? 0, now.value) })}</Pill></span>}
      {promise && <span data-testid="row-promise" data-due={promise.due <= now.value}><Pill tone={tone(promise.due, now.value)} title={`${dueWords(promise.due, now.value)} — ${promise.text}`}>{words("row.promise", { time: timeWords(promise.due, now.value) })}</Pill></span>}
    </span>
  );
}

/** In a row, before the last words: the first tag, and how many more. The words keep most of the line. */
export function RowTags({ row: { tags = [] } }: { row: Row }) {
  if (tags[0] === undefined) return null;
  return (
    <span class="row-tags" title={tags.join(", ")}>
      <span class={`tag tag-${toneOf(tags[0])}`}>{tags[0]}</span>
      {tags.length > 1 && <span class="quiet">+{tags.length - 1}</span>}
    </span>
  );
}

function Aside({ talk }: { talk: Marked }) {
  const { now } = useDesk();
  return <span data-testid="snoozed"><Pill>{words("snoozed.until", { time: timeWords(talk.until ?? 0, now.value) })}</Pill></span>;
}

const tone = (due: number, now: number) => (due <= now ? "late" : due - now < DUE_SOON ? "wait" : "plain");
const dueWords = (due: number, now: number): string => words(due <= now ? "promise.late" : "promise.due", { time: timeWords(due, now) });
