import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Frame } from "../settings/Frame.tsx";
import type { Role, Team } from "../state/api.ts";
import { toSettings } from "../state/place.ts";
import { language } from "../state/settings.ts";
import { request, type LinkMade } from "./api.ts";
import { LinkShown } from "./LinkShown.tsx";
import { Rights } from "./Rights.tsx";
import { refused, why } from "./told.ts";
import { words } from "./words.ts";

/** Asking a colleague in: who, what they may, and then a link that works once. */
export function Invite({ all, onDone }: { all: readonly Team[]; onDone: () => void }) {
  const [asked, setAsked] = useState<{ login: string; name: string; mail: string; role: Role; teams: number[] }>(
    { login: "", name: "", mail: "", role: "operator", teams: [] });
  const [made, setMade] = useState<LinkMade | null>(null);
  const [says, setSays] = useState<{ at: string; text: string } | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const { mail, ...rest } = asked;
    const answer = await request<LinkMade>("POST", "/api/people/invitations", { ...rest, mail: mail.trim() || null, language: language.value });
    setBusy(false);
    if (answer.ok) return setMade(answer.value), onDone();
    setSays({ at: answer.pointer ?? "", text: why(answer) });
    if (!["/login", "/name", "/mail"].includes(answer.pointer ?? "")) refused(answer);
  }
  const wrong = (at: string) => (says?.at === at ? { error: says.text } : {});
  const leave = (): void => toSettings("people");
  if (made !== null) {
    return (
      <Frame title={words("invite.title")}>
        <LinkShown made={made} name={asked.name || asked.login} />
        <div><Button look="main" onClick={leave} data-testid="link-done">{words("link.done")}</Button></div>
      </Frame>
    );
  }
  return (
    <Frame title={words("invite.title")}>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate data-testid="invite-form">
        <Field label={words("invite.login")} hint={words("invite.loginHint")} value={asked.login} onValue={(login) => setAsked({ ...asked, login })} autofocus maxLength={100}
          data-testid="invite-login" {...wrong("/login")} />
        <Field label={words("invite.name")} value={asked.name} onValue={(name) => setAsked({ ...asked, name })} maxLength={100} data-testid="invite-name" {...wrong("/name")} />
        <Field label={words("invite.mail")} value={asked.mail} onValue={(mail) => setAsked({ ...asked, mail })} maxLength={254} data-testid="invite-mail" {...wrong("/mail")} />
        <Rights role={asked.role} teams={asked.teams} all={all} onRole={(role) => setAsked({ ...asked, role })} onTeams={(teams) => setAsked({ ...asked, teams })} />
        <div class="dlg-acts">
          <Button onClick={leave}>{words("back")}</Button>
          <Button look="main" type="submit" busy={busy} data-testid="invite-do">{words("invite.do")}</Button>
        </div>
      </form>
    </Frame>
  );
}
