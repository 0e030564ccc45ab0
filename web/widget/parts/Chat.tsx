/** The whole panel: who answers, what was said, the state of the line, the place to write. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Keep } from "../../core/storage.ts";
import type { Start } from "../../core/protocol.ts";
import { asksFirst, hasHome, inLanguage, mayWrite, type SiteLook } from "../site.ts";
import { useTray } from "../files.ts";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Composer, type Proposal } from "./Composer.tsx";
import { Header } from "./Header.tsx";
import { LineState } from "./LineState.tsx";
import { Log } from "./Log.tsx";
import { StartScreens } from "./Start.tsx";

interface Props {
  talk: Talk;
  words: WidgetWords;
  close(): void;
  drafts: Keep;
  scope: string;
  /** What the host's page wants to be written; a person sends it. */
  proposed: ReadonlySignal<Proposal>;
  site: ReadonlySignal<SiteLook>;
  /** What a talk will begin with: a link, a page or the first screens fill it. */
  start: Signal<Start>;
}

export function Chat({ talk, words, close, drafts, scope, proposed, site, start }: Props) {
  const look = site.value;
  const slot = `pult.${scope}.draft`;
  const [sent, count] = useState(0);
  const [dragged, setDragged] = useState(false);
  const tray = useTray(talk, scope);
  const state = talk.view.value?.state ?? null;
  /** The ended talk that its visitor has left behind for a new one. */
  const [left, leave] = useState("");
  const begun = (state !== null && state.conv !== left) || talk.pending.value.length > 0;
  const over = begun && state?.status === "resolved" && look.again === true && hasHome(look);
  const home = !begun && hasHome(look);
  const [asking, setAsking] = useState(asksFirst(look) && start.value.topic !== undefined);
  const topic = begun ? undefined : look.topics?.find((one) => one.key === start.value.topic);
  const say = (text: string, attached?: readonly string[]): void => {
    talk.say(text, attached);
    setAsking(false);
    count(sent + 1);
  };
  return (
    <main class="chat"
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setDragged(true);
      }}
      onDragLeave={(event) => { if (event.relatedTarget === null) setDragged(false); }}
      onDrop={(event) => {
        event.preventDefault();
        setDragged(false);
        tray.add(event.dataTransfer?.files ?? []);
      }}>
      {dragged && <p class="drop" data-testid="drop">{words.t("dropHere")}</p>}
      <Header title={look.says?.[words.language]?.name || look.name} answers={state?.with || null} here={words.t(look.away ? "away" : "here")} face={state?.face} words={words} close={close} />
      <div class="queue" />
      {home
        ? <StartScreens look={look} words={words} start={start} say={(said) => { drafts.remove(slot); say(said); }} asking={asking} setAsking={setAsking}
          text={drafts.get(slot) ?? ""} />
        : <Log talk={talk} words={words} sent={sent} copies={look.mail === true} tell={look.tell} />}
      <LineState talk={talk} words={words} />
      {topic && mayWrite(look, start.value) && <p class="about-topic" data-testid="topic-chosen">{words.t("topic", { topic: inLanguage(topic.text, words.language, look) })}</p>}
      {over && <button type="button" class="main anew" data-testid="anew" onClick={() => {
        start.value = {};
        setAsking(false);
        leave(state.conv);
      }}>{words.t("anew")}</button>}
      {!over && (begun || (mayWrite(look, start.value) && !(home && asking))) && <Composer
        words={words}
        peeked={talk.site.value.peek}
        drafts={drafts}
        scope={scope}
        proposed={proposed.value}
        typed={talk.draft}
        acts={talk.acts}
        open={begun && state !== null && state.status !== "resolved"}
        tray={tray}
        say={say}
      />}
    </main>
  );
}
