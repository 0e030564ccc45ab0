import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Frame } from "../settings/Frame.tsx";
import { say } from "../settings/say.ts";
import { toast } from "../state/toasts.ts";
import { useDesk } from "../state/desk.ts";
import { request, type Profile as Own } from "./api.ts";
import { FacesPart } from "./Faces.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { Sessions } from "./sessions.tsx";
import { Signature } from "./Signature.tsx";
import { refused, why } from "./told.ts";
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
  const [own, setOwn] = useState<Own | null>(null);
  const [says, setSays] = useState<{ at: string; text: string } | null>(null);
  useEffect(() => void request<Own>("GET", "/api/profile").then((answer) => (answer.ok ? setOwn(answer.value) : refused(answer))), []);
  // Changed at another desk of the same person: it stands here too.
  useEffect(() => void (profile.value && setOwn(profile.value)), [profile.value]);
  if (own === null) return <p class="quiet" role="status">{words("people.loading")}</p>;

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const { name, public_name } = own as Own;
    const answer = await request<Own>("PATCH", "/api/profile", { name, public_name });
    if (answer.ok) return setSays(null), setOwn(answer.value), toast(words("me.saved"));
    setSays({ at: answer.pointer ?? "", text: why(answer) });
    if (!answer.pointer) refused(answer);
  }
  const wrong = (at: string) => (says?.at === at ? { error: says.text } : {});
  return (
    <form class="set-part form" onSubmit={(event) => void save(event)} noValidate data-testid="names">
      <h3>{words("me.names")}</h3>
      <Field label={words("me.name")} value={own.name} onValue={(name) => setOwn({ ...own, name })} maxLength={100} data-testid="own-name" {...wrong("/name")} />
      <Field label={words("me.public")} value={own.public_name} onValue={(public_name) => setOwn({ ...own, public_name })} maxLength={100} data-testid="own-public"
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
