import { Fragment } from "preact";
import type { DeskState } from "../../core/protocol.ts";
import { Pill } from "../../ui/Pill.tsx";
import { say } from "../state/settings.ts";

/** What the talk began with: the answers to the site's questions, and what led here. Nothing where nothing was given. */
export function Began({ state }: { state: DeskState }) {
  const { fields = [], about, notice, mail } = state;
  if (fields.length === 0 && !about && !notice && !mail) return null;
  return (
    <div class="card" data-testid="side-began">
      <h3>{say("side.began")}</h3>
      {notice && <p><Pill>{say("side.notice")}</Pill></p>}
      <dl class="kv">
        {about && <><dt>{say("side.about")}</dt><dd dir="auto">{about}</dd></>}
        {mail && <><dt>{say("side.mail")}</dt><dd>{mail}</dd></>}
        {fields.map((field) => (
          <Fragment key={field.key}><dt>{field.label}</dt><dd dir="auto">{field.kind === "consent" ? say("side.agreed", { version: field.value }) : field.value}</dd></Fragment>
        ))}
      </dl>
    </div>
  );
}
