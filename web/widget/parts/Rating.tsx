/** «Did we help?»: one tap counts; a comment may follow. */

import { useState } from "preact/hooks";
import { clip, TEXT_LIMIT } from "../../core/text.ts";
import type { Rating as Rated } from "../../core/protocol.ts";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Glyph } from "./Icon.tsx";

const UP = "M7 10v11M3 10h4l4-8c2 0 3 1 3 3v5h7l-3 11H3Z";
const GOOD = 2;
const BAD = 1;

/** A judgement may be changed for so long after the end (ms); the server counts anew. */
const DAY = 24 * 3_600_000;

interface Props {
  talk: Talk;
  words: WidgetWords;
  rated: Rated | null;
  /** When the talk ended; undefined: before what is shown. */
  ended: number | undefined;
  /** Whether a copy can go by mail. */
  copies: boolean;
}

export function Rating({ talk, words, rated, ended, copies }: Props) {
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
    return (
      <section class="rating">
        <p class="fact" role="status" data-testid="rated">{words.t("rateThanks")}</p>
        {!(ended && talk.acts.now() - ended > DAY) && <button type="button" class="link" data-testid="rate-change" onClick={() => setDone(false)}>{words.t("rateChange")}</button>}
        {copies && <Copy talk={talk} words={words} />}
        <p class="fact">{words.t("goOn")}</p>
      </section>
    );
  }
  return (
    <section class="rating" data-testid="rating" aria-label={words.t("rateTitle")}>
      <h2>{words.t("rateTitle")}</h2>
      <div class="thumbs">
        <button type="button" data-testid="rate-good" aria-pressed={score === GOOD} onClick={() => tap(GOOD)}><Glyph path={UP} />{words.t("rateYes")}</button>
        <button type="button" data-testid="rate-bad" aria-pressed={score === BAD} onClick={() => tap(BAD)}><Glyph path={UP} />{words.t("rateNo")}</button>
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

/** The talk by mail, to whoever asks for it from this browser. */
function Copy({ talk, words }: { talk: Talk; words: WidgetWords }) {
  const [mail, setMail] = useState("");
  const [said, setSaid] = useState<"copySent" | "copyRefused" | "wrongMail" | null>(null);
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = await talk.copy(mail.trim(), words.language);
    setSaid(code === null ? "copySent" : code === "invalid" ? "wrongMail" : "copyRefused");
  };
  return (
    <form onSubmit={(event) => void ask(event)}>
      <h3>{words.t("copyTitle")}</h3>
      <input type="email" autocomplete="email" data-testid="copy-mail" aria-label={words.t("mail")} placeholder={words.t("mail")} value={mail}
        onInput={(event) => setMail(event.currentTarget.value)} />
      <button type="submit" class="topic" data-testid="copy-send" disabled={mail.trim() === "" || said === "copySent"}>{words.t("copySend")}</button>
      <p class="fact" role="status">{said === null ? "" : words.t(said)}</p>
    </form>
  );
}
