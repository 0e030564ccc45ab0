import type { DeskState } from "../../core/protocol.ts";
import { Button } from "../../ui/Button.tsx";
import { release, untilWords, type Ban } from "../bans/bans.ts";
import { SideQuestions } from "../side/SideQuestions.tsx";
import { may } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { Notes } from "./Notes.tsx";
import type { BesideState } from "./useContext.ts";
import { words } from "./words.ts";
import "./context.css";

/** Notes, other departments: what the team knows of a person besides this talk. */
export function Beside({ state, known }: { state: DeskState; known: BesideState }) {
  const { talk } = useDesk();
  const { beside, failed, again } = known;
  if (beside === null && !failed) return null;
  return (
    <>
      {failed && <p class="field-error" role="alert">{words("beside.failed")} <Button onClick={() => void again()}>{words("beside.again")}</Button></p>}
      {beside && <Notes conv={state.conv} notes={beside.notes} again={again} />}
      <SideQuestions conv={state.conv} top={talk.view.value?.top ?? 0} />
    </>
  );
}

/** That the person is banned, why, by whom and until when, where nobody overlooks it. */
export function Banned({ bans, again }: { bans: readonly Ban[]; again: () => Promise<void> }) {
  const { me, now } = useDesk();
  return (
    <>
      {bans.map((ban) => (
        <div key={ban.id} class="banned" data-testid="banned">
          <strong>{words("bans.title")}</strong>
          <p dir="auto">{words("bans.how", { reason: ban.reason, who: ban.by, until: untilWords(ban, now.value) })}</p>
          {(may(me, "bans.manage") || (ban.by_id === me.id && may(me, "bans.person"))) && (
            <Button onClick={() => void release(ban, () => void again())} data-testid="banned-release">{words("bans.release")}</Button>
          )}
        </div>
      ))}
    </>
  );
}
