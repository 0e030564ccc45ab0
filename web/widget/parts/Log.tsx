/** What was said, oldest first, with days and facts between; then what is on its way. */

import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import type { Marks } from "../../core/protocol.ts";
import { mine, type Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Bubble, Echo, factOf } from "./Bubble.tsx";
import { Icon } from "./Icon.tsx";
import { Rating } from "./Rating.tsx";

/** Within so many pixels of the end the log stays at the end. */
const NEAR = 60;
/** Words of one author closer than this (ms) share one time. */
const RUN = 5 * 60_000;

interface Props {
  talk: Talk;
  words: WidgetWords;
  sent: number;
  copies: boolean;
  /** A word with which this browser may ask to be told of an answer. */
  tell: string | undefined;
}

export function Log({ talk, words, sent, copies, tell }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = talk.view.value;
  const items = view?.items ?? [];
  const pending = talk.pending.value;
  const { atEnd, missed, watch, toEnd } = useEnd(box, items, pending.length, sent);
  const typing = talk.typing.value;
  const lastMine = items.findLast((item) => mine(item) && item.kind === "message")?.n ?? 0;
  const empty = items.length === 0 && pending.length === 0;

  return (
    <div class="scroll">
      <div class="log" ref={box} role="log" aria-live="off" aria-label={words.t("log")} tabIndex={0} onScroll={watch} data-testid="log">
        {empty && <Empty words={words} />}
        {view !== null && view.first > 1 && (
          <button type="button" class="link older" data-testid="older" onClick={talk.older}>{words.t("older")}</button>
        )}
        {items.map((item, i) => (
          <Row key={item.n} item={item} before={items[i - 1]} after={items[i + 1]} words={words}
            state={item.n === lastMine && view !== null ? tickOf(item.n, view.state.marks) : null} talk={talk}
            quoted={item.quote === null ? undefined : items.find((one) => one.n === item.quote)}
            answer={item.form === null ? undefined : items.find((one) => one.target === item.n)} />
        ))}
        {view?.state.status === "resolved" ? <Rating key={view.state.conv} talk={talk} words={words} rated={view.state.rated}
          ended={items.findLast((item) => item.fact?.to === "resolved")?.at} copies={copies && items.some((item) => item.by.kind === "operator" && item.fact === null)} />
          : tell && items.findLast((item) => item.kind === "message")?.n === lastMine && "PushManager" in window && (
            <a class="link older" target="_blank" data-testid="tell" href={`/tell/?lang=${words.language}#${tell}`}>{words.t("tell")}</a>
          )}
        {pending.map((word) => (
          <Echo key={word.cid} word={word} words={words} live={talk.status.value === "live"} again={() => talk.again(word.cid)} remove={() => talk.remove(word.cid)} />
        ))}
        {typing !== null && (
          <p class="fact" data-testid="typing">{typing === "" ? words.t("typingNobody") : words.t("typing", { name: typing })}</p>
        )}
      </div>
      {!atEnd && (
        <button type="button" class="end" data-testid="to-end" onClick={toEnd}>
          <Icon name="down" />{missed > 0 ? words.t("fresh", { count: missed }) : words.t("toEnd")}
        </button>
      )}
      <Spoken items={items} words={words} />
    </div>
  );
}

interface RowProps {
  item: Item;
  before: Item | undefined;
  after: Item | undefined;
  words: WidgetWords;
  state: "read" | "delivered" | "sent" | null;
  quoted: Item | undefined;
  answer: Item | undefined;
  talk: Talk;
}

/** How far own words have come: they stand in the log, a page of ours has them, somebody of ours has read them. */
const tickOf = (n: number, marks: Marks): RowProps["state"] => (n <= marks.team ? "read" : n <= marks.got ? "delivered" : "sent");

function Row({ item, before, after, words, state, quoted, answer, talk }: RowProps) {
  const now = Date.now();
  const day = words.day(item.at, now);
  const newDay = before === undefined || words.day(before.at, now) !== day;
  // A rating and its comment are two entries of one answer.
  const again = item.kind === "rated" && after?.kind === "rated";
  const fact = item.fact === null || again ? null : factOf(item, words);
  const runs = after !== undefined && after.kind === "message" && mine(after) === mine(item)
    && after.by.name === item.by.name && after.at - item.at < RUN;
  return (
    <>
      {newDay && <p class="fact day">{day}</p>}
      {item.fact === null
        ? <Bubble item={item} words={words} state={state} time={!runs} quoted={quoted} answer={answer} talk={talk} />
        : fact !== null && <p class="fact" data-testid="fact">{words.clock(item.at)} · {fact}</p>}
    </>
  );
}

function Empty({ words }: { words: WidgetWords }) {
  return (
    <div class="empty" data-testid="empty">
      <h2>{words.t("emptyTitle")}</h2>
      <p>{words.t("emptyText")}</p>
    </div>
  );
}

/** What a screen reader hears: each new line of the other side once; own words and old ones are not read out. */
function Spoken({ items, words }: { items: readonly Item[]; words: WidgetWords }) {
  const known = useRef(items.at(-1)?.n ?? null);
  const [text, setText] = useState<VNode | null>(null);
  useEffect(() => {
    const from = known.current;
    known.current = items.at(-1)?.n ?? from;
    if (from === null) return;
    const fresh = items.filter((item) => item.n > from && !mine(item));
    const said = fresh.map((item) => item.fact === null ? `${item.by.name || words.t("support")}: ${item.text || words.t("attached", { count: item.files.length })}` : factOf(item, words)).filter(Boolean).join(". ");
    // A new element each time: the same words again are words again.
    if (said) setText(<p key={known.current}>{said}</p>);
  }, [items]);
  return <div class="unseen" aria-live="polite">{text}</div>;
}

/** Keeps the end in sight while the reader is there; counts what came while the reader was further up. */
function useEnd(box: { current: HTMLDivElement | null }, items: readonly Item[], pending: number, sent: number) {
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(0);
  const top = items.at(-1)?.n ?? 0;
  const toEnd = (): void => box.current?.scrollTo(0, 1e7);
  useLayoutEffect(() => {
    if (!atEnd) return;
    toEnd();
    setSeen(top);
  }, [top, pending, atEnd]);
  useLayoutEffect(toEnd, [sent]);
  useEffect(() => {
    const log = box.current as HTMLDivElement; // drawn before any effect
    const observer = new ResizeObserver(() => atEnd && toEnd());
    // What stands in it grows too: a picture that comes, the rating that asks for more.
    [log, ...log.children].map((one) => observer.observe(one));
    return () => observer.disconnect();
  }, [atEnd, top]);
  const watch = ({ currentTarget: log }: { currentTarget: HTMLElement }): void => setAtEnd(log.scrollHeight - log.scrollTop - log.clientHeight < NEAR);
  return { atEnd, missed: items.filter((item) => item.n > seen && item.kind === "message" && !mine(item)).length, watch, toEnd };
}
