import { Select } from "../../../../ui/Inputs.tsx";
import type { Language } from "../../../../core/i18n.ts";
import { AreaAt, TextAt, useForm, useWrong } from "../inputs.tsx";
import { say } from "../say.ts";

const CHOICES = ["ru en", "en ru", "ru", "en"] as const;

/** The name, the languages, and what the chat says in each. */
export function WordsTab() {
  const form = useForm();
  const { languages } = form.draft.value.settings;
  const chosen = CHOICES.find((one) => one === languages.join(" ")) ?? "ru en";
  return (
    <>
      <section class="set-part">
        <TextAt at="/name" label={say("f.name")} hint={say("h.name")} />
        <Select label={say("f.languages")} hint={say("h.languages")} {...useWrong("/settings/languages", true)} value={chosen} data-at="/settings/languages"
          options={CHOICES.map((one) => [one, say(`langs.${one}`)] as const)} onValue={(next) => form.set("/settings/languages", next.split(" "))} />
      </section>
      {languages.map((language) => <InLanguage key={language} language={language} />)}
    </>
  );
}

function InLanguage({ language }: { language: Language }) {
  const at = `/settings/says/${language}`;
  return (
    <section class="set-part">
      <h3>{say("words.language", { language: say(`lang.${language}`) })}</h3>
      <TextAt at={`${at}/title`} label={say("f.title")} hint={say("h.title")} lang={language} />
      <AreaAt at={`${at}/greeting`} label={say("f.greeting")} lang={language} />
      <Wait at={`${at}/wait`} language={language} />
      <AreaAt at={`${at}/offline`} label={say("f.offline")} hint={say("h.title")} lang={language} />
    </section>
  );
}

type Waits = "measured" | "none" | "own";

/** Measured, nothing, or own words, which may hold the measured time. */
function Wait({ at, language }: { at: string; language: Language }) {
  const form = useForm();
  const value = form.at(at);
  const now: Waits = value === undefined || value === null ? "measured" : value === "" ? "none" : "own";
  const put = (next: Waits): void => form.set(at, next === "measured" ? null : next === "none" ? "" : "{time}");
  return (
    <>
      <Select label={say("f.wait")} value={now} onValue={put} data-at={`${at}-kind`}
        options={[["measured", say("words.waitMeasured")], ["none", say("words.waitNone")], ["own", say("words.waitOwn")]]} />
      {now === "own" && <TextAt at={at} label={say("f.waitOwn")} hint={say("h.waitOwn", { time: "{time}" })} lang={language} />}
    </>
  );
}
