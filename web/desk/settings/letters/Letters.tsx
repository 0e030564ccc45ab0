import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Pill, type PillTone } from "../../../ui/Pill.tsx";
import { useDesk } from "../../state/desk.ts";
import { speech } from "../../state/settings.ts";
import { Frame } from "../Frame.tsx";
import { say as frame } from "../say.ts";
import { post, rawOf, type Letter, type Outcome, type Post } from "./api.ts";
import { words } from "./words.ts";

/** How it stands with the mailbox, and what came of each letter: nothing that came is out of sight. */
export default function Letters() {
  const [found, setFound] = useState<Post | null | "failed">(null);
  const load = (): void => void post().then((answer) => setFound(answer.ok ? answer.body : "failed"));
  useEffect(load, []);
  const title = frame("page.letters");
  if (found === null) return <Frame title={title}><p role="status">{words("loading")}</p></Frame>;
  if (found === "failed") return <Frame title={title}><div class="set-part" role="alert"><p>{words("failed")}</p><div><Button onClick={load}>{words("again")}</Button></div></div></Frame>;
  const { mailbox, letters } = found;
  return (
    <Frame title={title} about={words("how")} acts={<Button onClick={load} data-testid="letters-again">{words("again")}</Button>}>
      {mailbox ? <Mailbox mailbox={mailbox} /> : <div class="set-part" data-testid="letters-unset"><strong>{words("unset")}</strong><p>{words("unsetHow")}</p></div>}
      {mailbox && letters.length === 0 && <div class="set-part" data-testid="letters-none"><strong>{words("none")}</strong><p>{words("noneHow")}</p></div>}
      {letters.length > 0 && <ul class="set-part">{letters.map((one) => <Item key={one.id} one={one} />)}</ul>}
    </Frame>
  );
}

function Mailbox({ mailbox }: { mailbox: NonNullable<Post["mailbox"]> }) {
  const { now } = useDesk();
  const ago = (at: string): string => speech.value.ago(Date.parse(at), now.value);
  const failed = mailbox.failed !== null;
  const state = failed
    ? words("broken", { time: `${speech.value.day(Date.parse(mailbox.failed_since ?? ""), now.value)}, ${speech.value.clock(Date.parse(mailbox.failed_since ?? ""))}`, reason: mailbox.failed ?? "" })
    : mailbox.looked_at ? words("looked", { time: ago(mailbox.looked_at) }) : words("notYet");
  return (
    <div class="set-part" data-testid="letters-mailbox" data-failed={failed}>
      <strong dir="ltr" class="set-word">{mailbox.name}</strong>
      <p class={failed ? "set-wrong" : "quiet"} role={failed ? "alert" : undefined}>{state}</p>
    </div>
  );
}

const TONES: Partial<Record<Outcome, PillTone>> = { taken: "good", unreadable: "late", nobody: "wait", too_many: "wait", closed: "wait" };

function Item({ one }: { one: Letter }) {
  const { now } = useDesk();
  const subject = one.subject || words("subjectless");
  return (
    <li class="set-item" data-testid="letter" data-outcome={one.outcome ?? "waits"}>
      <div class="set-buttons">
        <Pill tone={(one.outcome && TONES[one.outcome]) || "plain"}>{words(one.outcome ?? "waits")}</Pill>
        <span dir="auto" class="set-word">{one.sender || words("nameless")}</span>
        <time class="quiet" dateTime={one.at}>{speech.value.ago(Date.parse(one.at), now.value)}</time>
      </div>
      <p dir="auto" class="set-word">{subject}</p>
      {one.said && <p class="quiet set-word" lang="en">{one.said}</p>}
      {one.kept && <div><a href={rawOf(one.id)} download={`letter-${one.id}.eml`} aria-label={words("rawOf", { subject })}>{words("raw")}</a></div>}
    </li>
  );
}
