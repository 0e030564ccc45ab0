/** One thing said: the visitor at the end side, we at the start side; and a word on its way. */

import type { Item } from "../../core/item.ts";
import type { Pending } from "../../core/outbox.ts";
import { pieces } from "../../core/text.ts";
import { mine } from "../talk.ts";
import type { WidgetWords } from "../words.ts";

interface BubbleProps {
  item: Item;
  words: WidgetWords;
  /** Under the last own line: whether it was read. */
  state: "read" | "sent" | null;
  time: boolean;
}

export function Bubble({ item, words, state, time }: BubbleProps) {
  const own = mine(item);
  const meta = [
    time || state !== null ? words.clock(item.at) : null,
    item.edited === null ? null : words.t("edited"),
    state === null ? null : words.t(state),
  ].filter((part) => part !== null);
  return (
    <div class={`said ${own ? "own" : "ours"}`} data-testid="message" data-n={item.n} data-mine={own} data-state={state ?? undefined}>
      <span class="unseen">{own ? words.t("you") : (item.by.name || words.t("support"))}: </span>
      <div class={`bubble ${item.by.kind === "bot" ? "bot" : ""}`} dir="auto">
        {item.erased ? <em>{words.t("erased")}</em> : <Text text={item.text} words={words} />}
      </div>
      {meta.length > 0 && <small class="meta">{meta.join(" · ")}</small>}
    </div>
  );
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
      <div class="bubble" dir="auto"><Text text={word.command.text} words={words} /></div>
      <small class="meta" role={failed ? "alert" : undefined}>{words.t(failed ? "failed" : live ? "sending" : "waits")}</small>
      {failed && (
        <span class="acts">
          <button type="button" class="link" data-testid="send-again" onClick={again}>{words.t("again")}</button>
          <button type="button" class="link" data-testid="remove" onClick={remove}>{words.t("remove")}</button>
        </span>
      )}
    </div>
  );
}

/** Text nodes and safe anchors; never markup. */
function Text({ text, words }: { text: string; words: WidgetWords }) {
  return (
    <>
      {pieces(text).map((piece, i) => piece.href === undefined ? piece.text : (
        <a key={i} href={piece.href} target="_blank" rel="noopener noreferrer nofollow" title={words.t("newWindow")}>{piece.text}</a>
      ))}
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
  if (fact.to === "resolved") return words.t("resolved");
  return fact.to === "open" ? words.t("reopened") : null;
}
