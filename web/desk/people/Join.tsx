import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Choices } from "../screens/Choices.tsx";
import { operatorOf, type Operator } from "../state/api.ts";
import { say } from "../state/settings.ts";
import { request } from "./api.ts";
import { PasswordField } from "./PasswordField.tsx";
import { why } from "./told.ts";
import { words } from "./words.ts";
import "./people.css";

interface Link { new: boolean; login: string; name: string }
interface Props { token: string; onEnter: (operator: Operator) => void; onSignIn: () => void }

/** The page behind a link that works once: a name and a password, and in. Used, old and unknown links look alike. */
export default function Join({ token, onEnter, onSignIn }: Props) {
  const [link, setLink] = useState<Link | null | "dead" | "away">(null);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [says, setSays] = useState<{ at: string; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = say("app.title");
    void request<Link>("POST", "/api/join/look", { token }).then((answer) => {
      if (!answer.ok) return setLink(answer.code === "unreachable" ? "away" : "dead");
      setName(answer.value.name);
      setLink(answer.value);
    });
  }, [token]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await request<unknown>("POST", "/api/join", { token, name, password: password || " " });
    setBusy(false);
    const operator = answer.ok ? operatorOf(answer.value) : null;
    if (operator) return onEnter(operator);
    if (!answer.ok && answer.code === "not_found") return setLink("dead");
    if (!answer.ok) setSays({ at: answer.pointer ?? "", text: why(answer) });
  }

  if (link === null) return <p class="empty" role="status">{words("people.loading")}</p>;
  if (link === "dead" || link === "away") {
    return (
      <Gate title={words(link === "dead" ? "join.dead" : "join.unreachable")}>
        {link === "dead" && <p data-testid="join-dead">{words("join.deadHow")}</p>}
        <Button onClick={onSignIn}>{words("join.toSignIn")}</Button>
      </Gate>
    );
  }
  return (
    <Gate title={words(link.new ? "join.title" : "join.titleReset")}>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate data-testid="join">
        <p class="quiet">{words("join.login", { login: link.login })}</p>
        <input class="hidden" type="text" name="username" autocomplete="username" value={link.login} readOnly tabIndex={-1} aria-hidden="true" />
        {link.new && <Field label={words("join.name")} value={name} onValue={(value) => { setName(value); setSays(null); }} name="name" maxLength={100} autofocus data-testid="join-name"
          {...(says?.at === "/name" ? { error: says.text } : {})} />}
        <PasswordField label={words("join.password")} value={password} onValue={(value) => { setPassword(value); setSays(null); }} testid="join-password" {...(says?.at === "/password" ? { error: says.text } : {})} />
        <div role="alert">{says && !["/name", "/password"].includes(says.at) && <p class="gate-says">{says.text}</p>}</div>
        <Button look="main" type="submit" busy={busy} data-testid="join-do">{words("join.do")}</Button>
      </form>
    </Gate>
  );
}

function Gate({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <main class="gate">
      <div class="gate-card">
        <h1><span class="mark" aria-hidden="true">{say("app.mark")}</span>{title}</h1>
        {children}
      </div>
      <div class="gate-foot"><Choices /></div>
    </main>
  );
}
