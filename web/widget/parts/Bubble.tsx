/** One thing said: the visitor at the end side, we at the start side; and a word on its way. */

import { useState } from "preact/hooks";
import { Asking } from "./Asking.tsx";
import { Face } from "./Face.tsx";
import { Icon } from "./Icon.tsx";
import { Menu } from "./Menu.tsx";
import type { Item } from "../../core/item.ts";
import type { Pending } from "../../core/outbox.ts";
import { spans, type Span } from "../../core/marks.ts";
import { clip, pieces } from "../../core/text.ts";
import { FilesOf } from "../../ui/FilesOf.tsx";
import { linksOf } from "../files.ts";
import { mine, type Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";

interface BubbleProps {
  item: Item;
  words: WidgetWords;
  /** Under the last own line: whether it was read. */
  state: "read" | "delivered" | "sent" | null;
  time: boolean;
  /** The line that this one answers, when it is in sight. */
  quoted: Item | undefined;
  /** The line that answers this one's form. */
  answer: Item | undefined;
  talk: Talk;
}

export function Bubble({ item, words, state, time, quoted, answer, talk }: BubbleProps) {
  const own = mine(item);
  const [open, setOpen] = useState(false);
  const meta = [
    time || state !== null ? words.clock(item.at) : null,
    item.edited === null ? null : words.t("edited"),
    state === null ? null : words.t(state),
  ].filter((part) => part !== null);
  return (
    <div class={`said ${own ? "own" : "ours"}`} data-testid="message" data-n={item.n} data-mine={own} data-state={state ?? undefined}>
      <span class="unseen">{own ? words.t("you") : (item.by.name || words.t("support"))}: </span>
      <div class="line-of">
        <div class="said-what">
          {(item.text !== "" || item.erased || item.quote !== null) && (
            <div class={`bubble ${item.by.kind === "bot" ? "bot" : ""}`} dir="auto">
              {item.quote !== null && <Quoted item={quoted} words={words} />}
              {item.erased ? <em>{words.t("erased")}</em> : <Text text={item.text} words={words} own={mine(item)} />}
            </div>
          )}
          {item.files.length > 0 && <FilesOf files={item.files} words={words} live={talk.status.value === "live"} links={() => linksOf(talk, item.n)} />}
        </div>
        {!item.erased && (
          <button type="button" class="more" data-testid="message-menu" aria-expanded={open} aria-label={words.t("acts")} onClick={() => setOpen(!open)}>
            <Icon name="more" />
          </button>
        )}
      </div>
      {item.form !== null && <Asking item={item} answer={answer} words={words} talk={talk} />}
      {open && !item.erased && <Menu item={item} words={words} acts={talk.acts} close={() => setOpen(false)} />}
      {meta.length > 0 && <small class="meta">{item.by.name && <Face {...item.by} />}{meta.join(" · ")}</small>}
    </div>
  );
}

/** The start of the line that is answered; it is looked up, never copied, so that what was erased is gone here too. */
export function Quoted({ item, words }: { item: Item | undefined; words: WidgetWords }) {
  const who = item === undefined ? "" : mine(item) ? words.t("you") : item.by.name || words.t("support");
  const text = item === undefined ? words.t("earlier") : item.erased ? words.t("erased") : clip(item.text, 120) || words.t("attached", { count: item.files.length });
  return <blockquote class="quoted" data-testid="quoted">{who && <b>{who}</b>}<span>{text}</span></blockquote>;
}

interface EchoProps {
  word: Pending;
  words: WidgetWords;
  live: boolean;
  again(): void;
  remove(): void;
}

/** My word that does not stand in the log yet: it looks unsaid until it is said. */
export function Echo({ word, words, live, again, remove }: EchoProps) {
  if (word.command.t !== "send") return null;
  const failed = word.state === "failed";
  return (
    <div class={`said own ${failed ? "failed" : "unsaid"}`} data-testid="message" data-mine="true" data-state={failed ? "failed" : "sending"}>
      <span class="unseen">{words.t("you")}: </span>
      <div class="bubble" dir="auto"><Text text={word.command.text} words={words} own />
        {word.command.files && <small>{words.t("attached", { count: word.command.files.length })}</small>}
      </div>
      <small class="meta" role={failed ? "alert" : undefined}>{words.t(word.code === "held" ? "held" : failed ? "failed" : live ? "sending" : "waits")}</small>
      {failed && word.code !== "held" && (
        <span class="acts">
          <button type="button" class="link" data-testid="send-again" onClick={again}>{words.t("again")}</button>
          <button type="button" class="link" data-testid="remove" onClick={remove}>{words.t("remove")}</button>
        </span>
      )}
    </div>
  );
}

/** Text nodes and safe anchors; never markup. */
/** What we wrote has marks in it; a visitor's own words are shown as they are. */
function Text({ text, words, own }: { text: string; words: WidgetWords; own: boolean }) {
  return (
    <>
      {(own ? pieces(text) as Span[] : spans(text)).map((piece, i) => {
        if (piece.mark) return <piece.mark key={i}>{piece.text}</piece.mark>;
        return piece.href === undefined ? piece.text : (
          <a key={i} href={piece.href} target="_blank" rel="noopener noreferrer nofollow" title={`${piece.href} · ${words.t("newWindow")}`}>{piece.text}</a>
        );
      })}
    </>
  );
}

/** A fact as a sentence; null when a visitor need not hear of it. */
export function factOf(item: Item, words: WidgetWords): string | null {
  const fact = item.fact;
  if (fact === null) return null;
  const name = fact.name || null;
  if (item.kind === "assigned") return name === null ? words.t("queued") : words.t("joined", { name });
  if (item.kind === "transferred") return name === null ? words.t("passed") : words.t("joined", { name });
  if (item.kind === "rated") return words.t((fact.score ?? 0) >= (fact.of ?? 2) ? "ratedGood" : "ratedBad");
  if (fact.to === "resolved") return words.t(mine(item) ? "youEnded" : "resolved");
  // Who wrote again knows it; what follows says who answers.
  return fact.to === "open" && !mine(item) ? words.t("reopened") : null;
}
