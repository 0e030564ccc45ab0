/** The whole panel: who answers, what was said, the state of the line, the place to write. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Keep } from "../../core/storage.ts";
import type { Start } from "../../core/protocol.ts";
import { hasHome, inLanguage, mayWrite, type SiteLook } from "../site.ts";
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
  look: SiteLook;
  /** What a talk will begin with: a link, a page or the first screens fill it. */
  start: Signal<Start>;
}

export function Chat({ talk, words, close, drafts, scope, proposed, look, start }: Props) {
  const [sent, count] = useState(0);
  const [over, setOver] = useState(false);
  const tray = useTray(talk, scope);
  const state = talk.view.value?.state ?? null;
  const begun = state !== null || talk.pending.value.length > 0;
  const [ready, setReady] = useState(false);
  const home = !begun && !ready && hasHome(look);
  const topic = begun ? undefined : look.topics?.find((one) => one.key === start.value.topic);
  const say = (text: string, attached?: readonly string[]): void => {
    talk.say(text, attached);
    count(sent + 1);
  };
  return (
    <main class="chat"
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => { if (event.relatedTarget === null) setOver(false); }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        tray.add(event.dataTransfer?.files ?? []);
      }}>
      {over && <p class="drop" data-testid="drop">{words.t("dropHere")}</p>}
      <Header title={talk.site.value.name} answers={state?.with || null} words={words} close={close} />
      {home
        ? <StartScreens look={look} words={words} start={start} say={say} ready={() => setReady(true)} />
        : <Log talk={talk} words={words} sent={sent} copies={look.mail === true} />}
      <LineState talk={talk} words={words} />
      {topic && mayWrite(look, start.value) && <p class="about-topic" data-testid="topic-chosen">{words.t("topic", { topic: inLanguage(topic.text, words.language, look) })}</p>}
      {(begun || mayWrite(look, start.value)) && <Composer
        words={words}
        peeked={talk.site.value.peek}
        drafts={drafts}
        scope={scope}
        proposed={proposed.value}
        typed={talk.draft}
        acts={talk.acts}
        open={state !== null && state.status !== "resolved"}
        tray={tray}
        say={say}
      />}
    </main>
  );
}
