/** The whole panel: who answers, what was said, the state of the line, the place to write. */

import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { Keep } from "../../core/storage.ts";
import type { Talk } from "../talk.ts";
import type { WidgetWords } from "../words.ts";
import { Composer, type Proposal } from "./Composer.tsx";
import { Header } from "./Header.tsx";
import { LineState } from "./LineState.tsx";
import { Log } from "./Log.tsx";

interface Props {
  talk: Talk;
  words: WidgetWords;
  close(): void;
  drafts: Keep;
  scope: string;
  /** What the host's page wants to be written; a person sends it. */
  proposed: ReadonlySignal<Proposal>;
}

export function Chat({ talk, words, close, drafts, scope, proposed }: Props) {
  const sent = useSignal(0);
  const state = talk.view.value?.state ?? null;
  return (
    <main class="chat">
      <Header title={talk.site.value.name} answers={state?.with || null} words={words} close={close} />
      <Log talk={talk} words={words} sent={sent.value} />
      <LineState talk={talk} words={words} />
      <Composer
        words={words}
        peeked={talk.site.value.peek}
        drafts={drafts}
        scope={scope}
        proposed={proposed.value}
        typed={talk.draft}
        acts={talk.acts}
        open={state !== null && state.status !== "resolved"}
        say={(text) => {
          talk.say(text);
          sent.value++;
        }}
      />
    </main>
  );
}
