import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Area } from "../../ui/Inputs.tsx";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language, speech } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { askSide, every, takeBack, type SideQuestion } from "./api.ts";
import { words } from "./words.ts";

/** Departments without a seat that were asked about this chat, and a form to ask one. `top`: the end of the log, which an answer moves. */
export function SideQuestions({ conv, top }: { conv: string; top: number }) {
  const { me } = useDesk();
  const [list, setList] = useState<readonly SideQuestion[] | "failed" | null>(null);
  const [open, setOpen] = useState(false);
  const [link, setLink] = useState<{ name: string; url: string } | null>(null);
  const asked = useRef(0);
  const load = (): void => {
    const mine = ++asked.current;
    // the answer to an older look may come after a newer one's
    void every(conv).then((answer) => mine === asked.current && setList((before) => (answer.ok ? answer.body.questions : (before ?? "failed"))));
  };
  useEffect(() => { setList(null); setOpen(false); setLink(null); }, [conv]);
  useEffect(load, [conv, top]);
  const writes = may(me, "talks.write");
  if (list === null || (!writes && list !== "failed" && list.length === 0)) return null;
  if (list === "failed") return <p class="field-error" role="alert">{words("notLoaded")} <Button onClick={load}>{words("again")}</Button></p>;
  async function back(one: SideQuestion): Promise<void> {
    const answer = await takeBack(conv, one.id);
    toast(words(answer.ok ? "taken" : answer.refusal.status === 409 ? "late" : "failed", { name: one.department }), answer.ok ? {} : { tone: "late" });
    load();
  }
  return (
    <div class="card" data-testid="side-questions">
      <h3>{words("title")}</h3>
      {list.length === 0 && !open && <p class="quiet">{words("none")}</p>}
      <ul class="side-list">{list.map((one) => <Asked key={one.id} one={one} onBack={writes ? () => void back(one) : null} />)}</ul>
      {link && <Link name={link.name} url={link.url} onDone={() => setLink(null)} />}
      {open && <AskForm conv={conv} onLeave={() => setOpen(false)} onAsked={(name, url) => { setOpen(false); setLink(url === null ? null : { name, url }); load(); }} />}
      {writes && !open && <Button icon="note" onClick={() => setOpen(true)} data-testid="side-ask">{words("ask")}</Button>}
    </div>
  );
}

function Asked({ one, onBack }: { one: SideQuestion; onBack: (() => void) | null }) {
  const { now } = useDesk();
  const from = Date.parse(one.asked_at);
  const waited = (until: number): string => speech.value.span(Math.max(0, until - from));
  const state = one.taken_back ? words("back") : one.answered_at ? words("answered", { time: waited(Date.parse(one.answered_at)) }) : words("waits", { time: waited(now.value) });
  const open = !one.taken_back && one.answered_at === null;
  return (
    <li class="side-one" data-testid="side-question" data-open={open}>
      <strong>{one.department}</strong> <span class="quiet">{[one.by, state].join(" · ")}</span>
      <p dir="auto">{one.text}</p>
      {one.answer && <blockquote dir="auto" data-testid="side-answer">{one.answer}</blockquote>}
      {open && onBack && <Button look="quiet" onClick={onBack} data-testid="side-back">{words("take")}</Button>}
    </li>
  );
}

function Link({ name, url, onDone }: { name: string; url: string; onDone: () => void }) {
  const copy = (): void => void navigator.clipboard.writeText(url).then(() => toast(words("copied")), () => undefined);
  return (
    <div class="side-link" role="status">
      <label>{words("link", { name })}<input readOnly value={url} data-testid="side-link" onFocus={(event) => event.currentTarget.select()} /></label>
      <p class="quiet">{words("linkHint")}</p>
      <div class="set-buttons"><Button onClick={copy} data-testid="side-copy">{words("copy")}</Button><Button look="quiet" onClick={onDone}>{words("done")}</Button></div>
    </div>
  );
}

interface FormProps { conv: string; onLeave: () => void; onAsked: (name: string, url: string | null) => void }

function AskForm({ conv, onLeave, onAsked }: FormProps) {
  const [form, setForm] = useState({ department: "", mail: "", text: "" });
  const [wrong, setWrong] = useState<{ at: string; says: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const put = (part: Partial<typeof form>): void => { setWrong(null); setForm({ ...form, ...part }); };
  const says = (at: string): { error: string } | Record<string, never> => (wrong?.at === at ? { error: wrong.says } : {});
  async function send(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await askSide(conv, { ...form, mail: form.mail.trim() || null, language: language.peek() });
    setBusy(false);
    if (!answer.ok) {
      const { status, detail, pointer } = answer.refusal;
      return setWrong({ at: pointer || "/text", says: status === 422 || status === 409 || status === 413 ? words("wrong", { detail }) : words("failed") });
    }
    const { question, link } = answer.body;
    if (question.left_by === "mail") toast(words("sentMail", { name: question.department }));
    onAsked(question.department, question.left_by === "mail" ? null : link);
  }
  return (
    <form class="side-form" onSubmit={(event) => void send(event)} noValidate data-testid="side-form"
      onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); onLeave(); } }}>
      <p class="quiet">{words("how")}</p>
      <Field label={words("department")} value={form.department} maxLength={60} onValue={(department) => put({ department })} autofocus data-testid="side-department" {...says("/department")} />
      <Field label={words("mail")} hint={words("mailHint")} value={form.mail} maxLength={254} onValue={(mail) => put({ mail })} data-testid="side-mail" {...says("/mail")} />
      <Area label={words("text")} value={form.text} onValue={(text) => put({ text: text.slice(0, 4000) })} data-testid="side-text" {...says("/text")} />
      <div class="set-buttons">
        <Button look="main" type="submit" busy={busy} data-testid="side-send">{words("send")}</Button>
        <Button look="quiet" onClick={onLeave}>{words("cancel")}</Button>
      </div>
    </form>
  );
}
