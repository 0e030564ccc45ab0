import { useDesk } from "../state/desk.ts";
import { language, say } from "../state/settings.ts";
import { pathOf } from "../state/story.ts";

/** The talk as a file, with the team's notes: for reading, or for programs. */
export function SaveTalk() {
  const { talk } = useDesk();
  const conv = talk.conv.value;
  if (conv === null) return null;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const href = (form: string): string => `${pathOf(conv)}/export?form=${form}&language=${language.value}&zone=${encodeURIComponent(zone)}`;
  return (
    <div class="card">
      <h3>{say("save.title")}</h3>
      <p class="save-acts">
        <a class="btn btn-plain" href={href("text")} download data-testid="save-text">{say("save.text")}</a>
        <a class="btn btn-plain" href={href("json")} download data-testid="save-json">{say("save.json")}</a>
      </p>
      <p class="quiet">{say("save.how")}</p>
    </div>
  );
}
