import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { signIn, type Operator } from "../state/api.ts";
import { say } from "../state/settings.ts";
import { Choices } from "./Choices.tsx";

/** The gate: who you are. Nothing typed here is kept anywhere. */
export function SignIn({ onEnter, unreachable }: { onEnter: (operator: Operator) => void; unreachable: boolean }) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [says, setSays] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const trouble = says ?? (unreachable ? say("gate.unreachable") : null);
  useEffect(() => void (document.title = say("app.title")));

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!login.trim() || !password) return setSays(say("gate.empty"));
    setBusy(true);
    setSays(null);
    const answer = await signIn(login.trim(), password);
    setBusy(false);
    if (answer.ok) return onEnter(answer.operator);
    if (answer.code === "busy") return setSays(say("gate.busy", { count: Math.max(1, Math.ceil(answer.retryMs / 1000)) }));
    setSays(say(answer.code === "unreachable" ? "gate.unreachable" : "gate.wrong"));
  }

  return (
    <main class="gate">
      <form class="gate-card" onSubmit={(event) => void submit(event)} noValidate data-testid="sign-in">
        <h1><span class="mark" aria-hidden="true">{say("app.mark")}</span>{say("gate.title")}</h1>
        <Field label={say("gate.login")} value={login} onValue={setLogin} name="username" autocomplete="username" autofocus data-testid="login" />
        <Field label={say("gate.password")} value={password} onValue={setPassword} type="password" name="password"
          autocomplete="current-password" data-testid="password" />
        <div role="alert" data-testid="sign-in-error">{trouble && <p class="gate-says">{trouble}</p>}</div>
        <Button look="main" type="submit" busy={busy} data-testid="sign-in-submit">{say("gate.enter")}</Button>
      </form>
      <div class="gate-foot"><Choices /></div>
    </main>
  );
}
