import { useEffect, useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Area } from "../../../ui/Inputs.tsx";
import { useDesk } from "../../state/desk.ts";
import { speech } from "../../state/settings.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import type { Answer, Refusal } from "../requests.ts";
import { say as frame } from "../say.ts";
import * as api from "./api.ts";
import { lookAgain } from "./now.ts";
import type { Incident } from "./api.ts";
import { words } from "./words.ts";

type Take = (answer: Answer<{ incidents: Incident[] }>) => boolean;

/** What is broken now, what to tell everybody, and what was broken before. */
export default function Incidents() {
  const [list, setList] = useState<readonly Incident[] | null | "failed">(null);
  const take: Take = (answer) => {
    if (answer.ok) setList(answer.body.incidents);
    if (answer.ok) lookAgain();
    return answer.ok;
  };
  const load = (): void => void api.every().then((answer) => void (take(answer) || setList("failed")));
  useEffect(load, []);
  const title = frame("page.incidents");
  if (list === null) return <Frame title={title}><p role="status">{words("loading")}</p></Frame>;
  if (list === "failed") return <Frame title={title}><div class="set-part" role="alert"><p>{words("failed")}</p><div><Button onClick={load}>{words("again")}</Button></div></div></Frame>;
  const now = list.filter((one) => one.ended_at === null);
  const past = list.filter((one) => one.ended_at !== null);
  return (
    <Frame title={title} about={words("how")}>
      {now.length === 0 && <div class="set-part" data-testid="incidents-none"><strong>{words("none")}</strong><p>{words("noneHow")}</p></div>}
      {now.map((one) => <Going key={one.id} one={one} take={take} />)}
      <Begin take={take} />
      {past.length > 0 && (
        <section class="set-part" data-testid="incidents-past">
          <h3>{words("past")}</h3>
          <ul class="set-found">{past.map((one) => <li key={one.id}><strong>{one.name}</strong><span class="quiet">{words("over", { from: at(one.began_at), to: at(one.ended_at ?? one.began_at) })}</span></li>)}</ul>
        </section>
      )}
    </Frame>
  );
}

const at = (time: string): string => `${speech.value.day(Date.parse(time), Date.now())}, ${speech.value.clock(Date.parse(time))}`;

function Going({ one, take }: { one: Incident; take: Take }) {
  const { now } = useDesk();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  async function run(act: (id: number, text: string) => ReturnType<typeof api.tell>, done: string, needs: boolean): Promise<void> {
    if (needs && text.trim() === "") return setWrong(words("empty"));
    setBusy(true);
    const answer = await act(one.id, text);
    setBusy(false);
    if (take(answer)) return setText(""), toast(done);
    if (!answer.ok) setWrong(told(answer.refusal));
  }
  return (
    <section class="set-item" data-testid="incident" data-tag={one.tag} aria-label={one.name}>
      <strong>{one.name}</strong>
      <p class="quiet"><time dateTime={one.began_at}>{words("since", { at: speech.value.ago(Date.parse(one.began_at), now.value), who: one.began_by ?? "—" })}</time></p>
      <p data-testid="incident-talks">{words("talks", { count: one.talks ?? 0, tag: one.tag })} · {words("told", { count: one.told })}</p>
      <Area label={words("text")} hint={words("textHint")} value={text} onValue={(next) => { setWrong(""); setText(next); }} data-testid="incident-text" {...(wrong ? { error: wrong } : {})} />
      <div class="set-buttons">
        <Button look="main" busy={busy} data-testid="incident-tell" onClick={() => void run(api.tell, words("sent"), true)}>{words("tell")}</Button>
        <Button busy={busy} data-testid="incident-end" onClick={() => void run(api.end, words("done", { name: one.name }), false)}>{words("end")}</Button>
      </div>
      <p class="quiet">{words("endHow")}</p>
    </section>
  );
}

function Begin({ take }: { take: Take }) {
  const [name, setName] = useState("");
  const [banner, setBanner] = useState<Incident["banner"]>({});
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  async function begin(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await api.begin(name, banner);
    setBusy(false);
    if (take(answer)) return setName(""), setBanner({}), setWrong("");
    if (!answer.ok) setWrong(told(answer.refusal));
  }
  return (
    <form class="set-form" onSubmit={(event) => void begin(event)} noValidate data-testid="incident-form">
      <Field label={words("name")} hint={words("nameHint")} value={name} maxLength={40} onValue={(next) => { setWrong(""); setName(next); }} data-testid="incident-name" {...(wrong ? { error: wrong } : {})} />
      <div class="set-pair">
        {(["ru", "en"] as const).map((language) => (
          <Area key={language} lang={language} label={words(`banner.${language}`)} hint={words("bannerHint")} value={banner[language] ?? ""} rows={2}
            onValue={(text) => setBanner({ ...banner, [language]: text.slice(0, 300) })} data-testid={`incident-banner-${language}`} />
        ))}
      </div>
      <div><Button look="main" type="submit" busy={busy} data-testid="incident-begin">{words("begin")}</Button></div>
    </form>
  );
}

function told({ code, status, detail }: Refusal): string {
  if (code === "same_incident") return words("same");
  if (code === "ended") return words("ended");
  return status === 422 ? words("wrong", { detail }) : words("notDone");
}
