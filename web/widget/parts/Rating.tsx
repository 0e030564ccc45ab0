/** «Did we help?»: one tap counts; a comment may follow. */

import { useState } from "preact/hooks";
import { clip, TEXT_LIMIT } from "../../core/text.ts";
import type { Rating as Rated } from "../../core/protocol.ts";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Icon } from "./Icon.tsx";

const GOOD = 2;
const BAD = 1;

export function Rating({ talk, words, rated }: { talk: Talk; words: WidgetWords; rated: Rated | null }) {
  const [score, setScore] = useState<number | null>(rated?.score ?? null);
  const [comment, setComment] = useState("");
  const [done, setDone] = useState(rated !== null);
  const tap = (value: number): void => {
    if (value !== score) talk.rate(value);
    setScore(value);
  };
  const finish = (event: Event): void => {
    event.preventDefault();
    if (score !== null && comment.trim() !== "") talk.rate(score, clip(comment.trim(), TEXT_LIMIT));
    setDone(true);
  };
  if (done) {
    return <section class="rating"><p class="fact" role="status" data-testid="rated">{words.t("rateThanks")}</p><p class="fact">{words.t("goOn")}</p></section>;
  }
  return (
    <section class="rating" data-testid="rating" aria-label={words.t("rateTitle")}>
      <h2>{words.t("rateTitle")}</h2>
      <div class="thumbs">
        <button type="button" data-testid="rate-good" aria-pressed={score === GOOD} onClick={() => tap(GOOD)}><Icon name="up" />{words.t("rateYes")}</button>
        <button type="button" data-testid="rate-bad" aria-pressed={score === BAD} onClick={() => tap(BAD)}><Icon name="no" />{words.t("rateNo")}</button>
      </div>
      {score === null ? <p class="fact">{words.t("rateHint")}</p> : (
        <form onSubmit={finish}>
          <input
            data-testid="rate-comment"
            aria-label={words.t("ratePlaceholder")}
            placeholder={words.t("ratePlaceholder")}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="main" data-testid="rate-send">{words.t("rateSend")}</button>
        </form>
      )}
    </section>
  );
}
