/** Above the box: what it is about when it is not new words. Beside it: the way to end the talk. */

import { useState } from "preact/hooks";
import type { Acts } from "../acts.ts";
import type { WidgetWords } from "../words.ts";
import { Quoted } from "./Bubble.tsx";
import { Icon } from "./Icon.tsx";

export function AboutBar({ acts, words }: { acts: Acts; words: WidgetWords }) {
  const about = acts.about.value;
  const refused = acts.refused.value;
  return (
    <>
      {refused !== null && <p class="over" role="alert">{words.t(refused === "edit_too_late" ? "tooLate" : "notChanged")}</p>}
      {about !== null && (
        <div class="about" data-testid="about" data-act={about.act}>
          <div><small class="meta">{words.t(about.act === "edit" ? "editing" : "quoting")}</small><Quoted item={about.item} words={words} /></div>
          <button type="button" class="icon" aria-label={words.t("leave")} title={words.t("leave")} onClick={acts.leave}><Icon name="close" /></button>
        </div>
      )}
    </>
  );
}

/** One press asks, the second one ends. */
export function EndTalk({ end, words }: { end(): void; words: WidgetWords }) {
  const [asked, setAsked] = useState(false);
  if (!asked) return <button type="button" class="link" data-testid="end" onClick={() => setAsked(true)}>{words.t("end")}</button>;
  return (
    <span class="acts" role="group" aria-label={words.t("endAsk")}>
      <span>{words.t("endAsk")}</span>
      <button type="button" class="link" data-testid="end-yes" onClick={end}>{words.t("endYes")}</button>
      <button type="button" class="link" onClick={() => setAsked(false)}>{words.t("endNo")}</button>
    </span>
  );
}
