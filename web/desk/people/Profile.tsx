import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Frame } from "../settings/Frame.tsx";
import { say } from "../settings/say.ts";
import { toast } from "../state/toasts.ts";
import { useDesk } from "../state/desk.ts";
import { loadProfile } from "../state/self.ts";
import { request, type Profile as Own } from "./api.ts";
import { FacesPart } from "./Faces.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { Sessions } from "./sessions.tsx";
import { Signature } from "./Signature.tsx";
import { refused, why } from "./told.ts";
import { useField } from "./useField.ts";
import { words } from "./words.ts";
import "./people.css";

/** The own account: names, password, where one is signed in. */
export default function Profile() {
  return (
    <Frame title={say("page.profile")} about={words("me.how")}>
      <Names />
      <FacesPart />
      <Signature />
      <Password />
      <Sessions at="/api/sessions" title={words("me.sessions")} endAll={words("session.endOthers")} />
    </Frame>
  );
}

function Names() {
  const { profile } = useDesk();
  const own = profile.value;
  const [says, setSays] = useState<{ at: string; text: string } | null>(null);
  const [away, setAway] = useState(false);
  const load = (): void => void loadProfile(profile).then((here) => setAway(!here));
  useEffect(load, []);
  const [name, setName] = useField(own?.name ?? null);
  const [publicName, setPublicName] = useField(own?.public_name ?? null);
  if (own === null && away) return <p class="set-wrong" role="alert">{words("me.failed")} <Button onClick={load}>{words("me.again")}</Button></p>;
  if (own === null) return <p class="quiet" role="status">{words("people.loading")}</p>;

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const answer = await request<Own>("PATCH", "/api/profile", { name, public_name: publicName });
    if (answer.ok) return setSays(null), take(answer.value), toast(words("me.saved"));
    setSays({ at: answer.pointer ?? "", text: why(answer) });
    if (!answer.pointer) refused(answer);
  }
  function take(saved: Own): void {
    profile.value = saved;
    setName(saved.name);
    setPublicName(saved.public_name);
  }
  const wrong = (at: string) => (says?.at === at ? { error: says.text } : {});
  return (
    <form class="set-part form" onSubmit={(event) => void save(event)} noValidate data-testid="names">
      <h3>{words("me.names")}</h3>
      <Field label={words("me.name")} value={name} onValue={setName} maxLength={100} data-testid="own-name" {...wrong("/name")} />
      <Field label={words("me.public")} value={publicName} onValue={setPublicName} maxLength={100} data-testid="own-public"
        {...wrong("/public_name")} />
      <div><Button look="main" type="submit" data-testid="names-save">{words("person.save")}</Button></div>
    </form>
  );
}

function Password() {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [says, setSays] = useState<{ at: "old" | "new"; text: string } | null>(null);
  const [busy, setBusy] = useState(false);

  async function change(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await request("POST", "/api/password", { old: old || " ", password: next || " " });
    setBusy(false);
    if (answer.ok) return setOld(""), setNext(""), setSays(null), toast(words("me.changed"));
    setSays({ at: answer.pointer === "/password" ? "new" : "old", text: why(answer) });
  }
  return (
    <form class="set-part form" onSubmit={(event) => void change(event)} noValidate data-testid="password-form">
      <h3>{words("me.password")}</h3>
      <Field label={words("me.old")} value={old} onValue={(value) => { setOld(value); setSays(null); }} type="password" name="password" autocomplete="current-password" data-testid="old-password"
        {...(says?.at === "old" ? { error: says.text } : {})} />
      <PasswordField label={words("me.new")} value={next} onValue={(value) => { setNext(value); setSays(null); }} testid="new-password" {...(says?.at === "new" ? { error: says.text } : {})} />
      <div><Button type="submit" busy={busy} data-testid="password-save">{words("me.change")}</Button></div>
    </form>
  );
}
