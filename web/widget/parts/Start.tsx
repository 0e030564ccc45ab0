/** Before a talk: what it is about, how soon somebody answers, and what the site asks first. */

import type { Signal } from "@preact/signals";
import type { Start } from "../../core/protocol.ts";
import { asksFirst, inLanguage, type SiteLook } from "../site.ts";
import type { WidgetWords } from "../words.ts";
import { Form } from "./Form.tsx";

export interface StartProps {
  look: SiteLook;
  words: WidgetWords;
  start: Signal<Start>;
  /** The questions stand here, not the topics. */
  asking: boolean;
  setAsking(on: boolean): void;
  /** What was begun in the box before the questions came. */
  text: string;
  say(text: string): void;
}

export function StartScreens(props: StartProps) {
  const { look, start, asking, setAsking } = props;
  const choose = (topic: string | undefined): void => {
    if (topic !== undefined) start.value = { ...start.value, topic };
    if (asksFirst(look)) setAsking(true);
    // A topic leads on to the words; it can still be changed.
    else setTimeout(() => document.querySelector("textarea")?.focus());
  };
  return (
    <div class="scroll">
      <div class="log home" data-testid={asking ? "pre-chat" : "home"}>
        {asking ? <Form {...props} back={() => setAsking(false)} /> : <Home {...props} choose={choose} />}
      </div>
    </div>
  );
}

function Home({ look, words, start, choose }: StartProps & { choose(topic: string | undefined): void }) {
  const says = look.says?.[words.language] ?? {};
  const topics = look.topics ?? [];
  const wait = look.away ? null : waitText(look, words);
  return (
    <>
      <h2>{says.title || words.t("title")}</h2>
      {says.notice && <p class="away greeting">{says.notice}</p>}
      {says.greeting && <p class="greeting">{says.greeting}</p>}
      {wait && <p class="soon" data-testid="wait">{wait}</p>}
      {look.away && <Away look={look} words={words} />}
      {topics.length > 0 && (
        <div role="group" aria-labelledby="topics" class="topics">
          <h3 id="topics">{words.t("topics")}</h3>
          {topics.map((topic) => (
            <button key={topic.key} type="button" class="topic" data-testid="topic" aria-pressed={start.value.topic === topic.key}
              onClick={() => choose(topic.key)}>{inLanguage(topic.text, words.language, look)}</button>
          ))}
        </div>
      )}
      {asksFirst(look) && (topics.length === 0 || look.topic === "optional") && (
        <button type="button" class="main" data-testid="write" onClick={() => choose(undefined)}>{words.t("write")}</button>
      )}
    </>
  );
}

function Away({ look, words }: { look: SiteLook; words: WidgetWords }) {
  const own = look.says?.[words.language]?.offline;
  const now = Date.now();
  const back = look.until === undefined ? "" : words.t("back", { time: `${words.day(look.until, now)}, ${words.clock(look.until)}` });
  return (
    <div class="away" data-testid="away">
      <p>{own || words.t("away")} {back}</p>
      <p>{words.t(look.mail ? "byMail" : "stay")}</p>
    </div>
  );
}

/** Honest or nothing: the measured time, the site's own words (which may hold it), or none. */
function waitText(look: SiteLook, words: WidgetWords): string | null {
  const own = look.says?.[words.language]?.wait;
  const seconds = look.wait;
  const time = seconds === undefined ? null
    : seconds <= 90 ? words.t("seconds", { count: Math.max(5, Math.ceil(seconds / 5) * 5) }) : words.t("minutes", { count: Math.ceil(seconds / 60) });
  if (own === "" || (time === null && (own ?? "{time}").includes("{time}"))) return null;
  return own ? own.replace("{time}", time ?? "") : words.t("wait", { time: time ?? "" });
}
