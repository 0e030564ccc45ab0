import { CheckAt, LinesAt, NumberAt, SelectAt, useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import { TeamChoice } from "./TeamChoice.tsx";

/** How talks of this site go: what is seen, hidden, held back, and what words after the end do. */
export function Talks({ mail }: { mail: boolean | null }) {
  const goesOn = useForm().draft.value.settings.after_resolve === "reopen";
  return (
    <>
      <section class="set-part">
        <TeamChoice />
        <CheckAt at="/settings/peek" label={say("f.peek")} hint={say("talks.peekNotice")} />
        <CheckAt at="/settings/sound" label={say("f.sound")} />
        <CheckAt at="/settings/push" label={say("f.push")} hint={say("h.push")} />
        <NumberAt at="/settings/callback" label={say("f.callback")} hint={say("h.callback")} min={0} max={1440} />
        <CheckAt at="/settings/hold_back" label={say("f.hold_back")} hint={say("h.hold_back")} />
        <SelectAt at="/settings/after_resolve" label={say("f.after_resolve")} options={[["reopen", say("after.reopen")], ["new", say("after.new")], ["linked", say("after.linked")]]} />
        {goesOn && <NumberAt at="/settings/reopen_hours" label={say("f.reopen_hours")} min={1} max={8760} />}
        {goesOn && <CheckAt at="/settings/keep_thanks" label={say("f.keep_thanks")} hint={say("h.keep_thanks")} />}
      </section>
      <section class="set-part">
        <h3>{say("f.mask")}</h3>
        <CheckAt at="/settings/mask/cards" label={say("f.cards")} hint={say("h.cards")} />
        <CheckAt at="/settings/mask/mails" label={say("f.mails")} hint={say("h.mails")} />
        <LinesAt at="/settings/mask/patterns" label={say("f.patterns")} hint={say("h.patterns")} />
      </section>
      {mail !== null && (
        <section class="set-part">
          <h3>{say("talks.mail")}</h3>
          <p>{say(mail ? "talks.mailOn" : "talks.mailOff")}</p>
        </section>
      )}
    </>
  );
}
