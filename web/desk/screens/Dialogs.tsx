import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { asked, type Asked } from "../state/dialogs.ts";
import { toFloor, toSettings } from "../state/place.ts";
import { selfOf } from "../state/self.ts";
import { say } from "../state/settings.ts";
import { AskDetails } from "./AskDetails.tsx";
import { Choices } from "./Choices.tsx";
import { words } from "../actions/words.ts";
import { words as beside } from "../context/words.ts";
import type { Acting } from "../actions/Forms.tsx";
import { isOfLists, titleOfLists } from "../lists/asked.ts";
import { isOfParts, titleOfParts } from "../parts/asked.ts";
import { words as parts } from "../parts/words.ts";
import { KeyList } from "./KeyList.tsx";
import { Later } from "./Later.tsx";
import { LaterForm } from "./LaterForm.tsx";
import { PdfView } from "./Preview.tsx";
import { StateForm } from "./StateForm.tsx";
import { TransferForm } from "./TransferForm.tsx";

const loadSearch = () => import("../search/Palette.tsx");
const close = (): void => void (asked.value = null);

/** The window above the desk; one at a time. */
export function Dialogs({ onSignOut }: { onSignOut: () => void }) {
  const now = asked.value;
  if (now === null) return null;
  return (
    <Dialog key={now.kind} title={titleOf(now)} closeLabel={say("app.close")} onClose={close} testid={`dialog-${now.kind}`}>
      {now.kind === "keys" && <KeyList />}
      {now.kind === "search" && <Later load={loadSearch} given={{ onDone: close }} />}
      {now.kind === "transfer" && <TransferForm conv={now.conv} onDone={close} />}
      {now.kind === "over" && <Later load={() => import("../actions/Over.tsx")} given={{ conv: now.conv, onDone: close }} />}
      {now.kind === "among" && <Later load={() => import("../among/Among.tsx")} given={{ talk: now.talk, room: now.room, onDone: close }} />}
      {now.kind === "invite" && <Later load={() => import("../beside/Invite.tsx")} given={{ conv: now.conv, onDone: close }} />}
      {isOfParts(now) && <Later load={() => import("../parts/Forms.tsx")} given={{ asked: now, onDone: close }} />}
      {now.kind === "pdf" && <PdfView url={now.url} name={now.name} />}
      {now.kind === "later" && <LaterForm conv={now.conv} onDone={close} />}
      {isActing(now) && <Later load={() => import("../actions/Forms.tsx")} given={{ asked: now, onDone: close }} />}
      {now.kind === "first" && <Later load={() => import("../context/FirstForm.tsx")} given={{ conv: now.conv, onDone: close }} />}
      {now.kind === "ban" && <Later load={() => import("../bans/BanForm.tsx")} given={{ conv: now.conv, onDone: close }} />}
      {isOfLists(now) && <Later load={() => import("../lists/Windows.tsx")} given={{ asked: now, onDone: close }} />}
      {now.kind === "ask" && <AskDetails conv={now.conv} takes={now.takes} onDone={close} />}
      {now.kind === "erase" && <EraseForm asked={now} />}
      {now.kind === "account" && <Account onSignOut={() => { close(); onSignOut(); }} />}
    </Dialog>
  );
}

const ACTING: readonly Asked["kind"][] = ["snooze", "promise", "tags", "close"];
const isActing = (now: Asked): now is Acting => ACTING.includes(now.kind);

function titleOf(now: Asked): string {
  if (isActing(now)) return words(now.kind);
  if (now.kind === "ban") return words("ban");
  if (now.kind === "first") return beside("first.title");
  if (isOfLists(now)) return titleOfLists(now);
  if (isOfParts(now)) return parts(titleOfParts(now));
  if (now.kind === "keys") return say("keys.title");
  if (now.kind === "pdf") return now.name;
  if (now.kind === "search") return say("search.title");
  if (now.kind === "later") return say("later.title");
  if (now.kind === "transfer") return say("transfer.title");
  if (now.kind === "among") return say("among.title");
  if (now.kind === "invite") return words("invite");
  if (now.kind === "over") return words("over.title");
  if (now.kind === "ask") return say("form.title");
  return now.kind === "erase" ? say("erase.title") : say("account.title");
}

function EraseForm({ asked: { conv, item } }: { asked: Extract<Asked, { kind: "erase" }> }) {
  const { acts } = useDesk();
  return (
    <>
      <p>{say(item.internal ? "erase.noteBody" : "erase.body")}</p>
      <div class="dlg-acts">
        <Button onClick={close}>{say("app.cancel")}</Button>
        <Button look="danger" data-testid="erase-do" onClick={() => { close(); acts.erase(conv, item); }}>{say("said.erase")}</Button>
      </div>
    </>
  );
}

function Account({ onSignOut }: { onSignOut: () => void }) {
  const desk = useDesk();
  const { me } = desk;
  const { name, public_name } = selfOf(desk);
  return (
    <>
      <div>
        <strong>{name}</strong>
        <p class="quiet">{say("account.about", { login: me.login, name: public_name })}</p>
      </div>
      {may(me, "talks.write") && <StateForm onDone={close} />}
      <div class="choices"><Choices /></div>
      <div class="dlg-acts">
        <Button icon="gear" data-testid="account-settings" onClick={() => { close(); toSettings(); }}>{say("rail.settings")}</Button>
        {may(me, "floor") && <Button icon="floor" data-testid="account-floor" onClick={() => { close(); toFloor(); }}>{say("floor.title")}</Button>}
        <Button icon="key" onClick={() => (asked.value = { kind: "keys" })}>{say("keys.title")}</Button>
        <Button icon="out" onClick={onSignOut} data-testid="sign-out">{say("rail.signOut")}</Button>
      </div>
    </>
  );
}
