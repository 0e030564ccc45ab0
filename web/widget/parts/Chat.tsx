/** The whole panel: who answers, what was said, the state of the line, the place to write. */

import { useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Keep } from "../../core/storage.ts";
import type { Start } from "../../core/protocol.ts";
import { hasHome, inLanguage, mayWrite, type SiteLook } from "../site.ts";
import { fileKit } from "../lately.ts";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Composer, type Proposal } from "./Composer.tsx";
import { Header } from "./Header.tsx";
import { LineState } from "./LineState.tsx";
import { Log } from "./Log.tsx";
import { useFiles } from "./useFiles.ts";

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

type Screens = typeof import("./Start.tsx") & { words: import("./Start.tsx").StartWords };

/** The screens before a talk come as a chunk of their own, and only when there is no talk. */
function useScreens(wanted: boolean, language: WidgetWords["language"]): Screens | null {
  const [screens, setScreens] = useState<Screens | null>(null);
  useEffect(() => {
    if (!wanted || screens?.words.language === language) return;
    void import("./Start.tsx").then(async (made) => setScreens({ ...made, words: await made.startWords(language) }));
  }, [wanted, language]);
  return screens;
}

export function Chat({ talk, words, close, drafts, scope, proposed, look, start }: Props) {
  const sent = useSignal(0);
  const over = useSignal(false);
  const files = useFiles(talk, scope);
  const kit = fileKit.use(over.value);
  const state = talk.view.value?.state ?? null;
  const begun = state !== null || talk.pending.value.length > 0;
  const ready = useSignal(false);
  const home = !begun && !ready.value && hasHome(look);
  const screens = useScreens(home, words.language);
  const topic = begun ? undefined : look.topics?.find((one) => one.key === start.value.topic);
  const say = (text: string, attached?: readonly string[]): void => {
    talk.say(text, attached);
    sent.value++;
  };
  return (
    <main class="chat"
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={(event) => { if (event.relatedTarget === null) over.value = false; }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        files.add(event.dataTransfer?.files ?? []);
      }}>
      {over.value && kit !== null && <p class="drop" data-testid="drop">{kit.choosing[words.language].dropHere}</p>}
      <Header title={talk.site.value.name} answers={state?.with || null} words={words} close={close} />
      {!home && <Log talk={talk} words={words} sent={sent.value} copies={look.mail === true} />}
      {home && screens === null && <div class="scroll" />}
      {home && screens !== null && <screens.StartScreens look={look} words={screens.words} start={start} say={say} ready={() => (ready.value = true)} />}
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
        files={files}
        say={say}
      />}
    </main>
  );
}
