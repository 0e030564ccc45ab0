import { useState } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Check } from "../../../ui/Inputs.tsx";
import { toSettings } from "../../state/place.ts";
import { toast } from "../../state/toasts.ts";
import { Frame } from "../Frame.tsx";
import type { Answer } from "../requests.ts";
import { say as frame } from "../say.ts";
import * as api from "./api.ts";
import type { Hook, Listed, Wanted } from "./api.ts";
import { Calls } from "./Calls.tsx";
import { hooks, lookAgain } from "./now.ts";
import { refused, told } from "./say.ts";
import { Secret } from "./Secret.tsx";
import { words } from "./words.ts";

interface Props { hook: Hook | null; may: boolean }

/** One address: what it is, its secret when there is a new one, its last calls. */
export function HookPage({ hook, may }: Props) {
  const [form, setForm] = useState<Wanted>({ name: hook?.name ?? "", url: hook?.url ?? "https://", enabled: hook?.enabled ?? true });
  const [wrong, setWrong] = useState<ReturnType<typeof refused> | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [made, setMade] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  /** Its secret cannot be brought back, so nothing could be undone: asked once. */
  const [sure, setSure] = useState(false);
  const current = hook ?? hooks.value.find((one) => one.id === made) ?? null;
  const change = (part: Partial<Wanted>): void => { setWrong(null); setForm({ ...form, ...part }); };
  const says = (at: "name" | "url"): { error: string } | Record<string, never> => (wrong?.at === at ? { error: wrong.says } : {});

  function take(answer: Answer<Listed>): boolean {
    if (answer.ok) {
      hooks.value = answer.body.hooks;
      if (answer.body.secret) setSecret(answer.body.secret);
      if (answer.body.id) setMade(answer.body.id);
      return true;
    }
    if (answer.refusal.status === 412 || answer.refusal.status === 404) { toast(words("changed"), { tone: "late" }); void lookAgain(); } else setWrong(refused(answer.refusal));
    return false;
  }
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await (current ? api.change(current, form) : api.add(form));
    setBusy(false);
    if (take(answer)) toast(words("saved", { name: form.name.trim() }));
  }
  async function drop(gone: Hook): Promise<void> {
    setSure(false);
    if (!take(await api.remove(gone.id))) return;
    toast(words("removed", { name: gone.name }));
    toSettings("hooks");
  }
  return (
    <Frame title={current?.name ?? words("add")} back={{ label: frame("page.hooks"), run: () => toSettings("hooks") }}>
      {current && <p class="quiet" data-testid="hook-told">{told(current)}</p>}
      {secret && <Secret secret={secret} />}
      {may && (
        <form class="set-form" onSubmit={(event) => void save(event)} data-testid="hook-form" noValidate>
          <Field label={words("name")} hint={words("nameHint")} value={form.name} maxLength={80} onValue={(name) => change({ name })} autofocus={current === null} data-testid="hook-name" {...says("name")} />
          <Field label={words("url")} hint={words("urlHint")} type="url" value={form.url} maxLength={2000} onValue={(url) => change({ url })} data-testid="hook-url" {...says("url")} />
          <Check label={words("enabled")} value={form.enabled} onValue={(enabled) => change({ enabled })} data-testid="hook-enabled" />
          {wrong?.at === "" && <p class="field-error" role="alert">{wrong.says}</p>}
          <div class="set-buttons">
            <Button look="main" type="submit" busy={busy} data-testid="hook-save">{words("save")}</Button>
            <Button onClick={() => toSettings("hooks")}>{words("cancel")}</Button>
            {current && <Button data-testid="hook-rotate" onClick={() => void api.rotate(current.id).then(take)}>{words("rotate")}</Button>}
            {current && !sure && <Button look="danger" data-testid="hook-remove" onClick={() => setSure(true)}>{words("remove")}</Button>}
            {current && sure && <><Button look="danger" data-testid="hook-remove-sure" onClick={() => void drop(current)}>{words("removeSure")}</Button><Button look="quiet" onClick={() => setSure(false)}>{words("keep")}</Button></>}
          </div>
          {current && <p class="quiet" role={sure ? "status" : undefined}>{words(sure ? "removeHow" : "rotateHow")}</p>}
        </form>
      )}
      {current && <Calls key={current.id} hook={current} />}
    </Frame>
  );
}
