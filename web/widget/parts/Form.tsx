/** What a site asks before the first word, and the message left when nobody is there. */

import { useState } from "preact/hooks";
import { inLanguage, type Asked } from "../site.ts";
import { Asks, type Question } from "./Asks.tsx";
import type { StartProps } from "./Start.tsx";

const MAIL = "_mail";
const TEXT = "_text";

export function Form({ look, words, start, say, text, back }: StartProps & { back(): void }) {
  const [trap, setTrap] = useState("");
  const leaves = look.away && look.mail;
  const topic = look.topics?.find((one) => one.key === start.value.topic);
  const questions = (consents: boolean): Question[] => (look.fields ?? []).filter((one) => (one.kind === "consent") === consents).map(asked);
  const asks: Question[] = [
    ...questions(false),
    ...(leaves ? [{ key: MAIL, kind: "mail", label: words.t("mail"), hint: words.t("mailHint"), required: true } as const] : []),
    { key: TEXT, kind: "long", label: words.t("message"), required: true },
    ...questions(true),
  ];
  return (
    <Asks asks={asks} words={words} id="ask-" testid="form" first={{ [TEXT]: text }} done={({ [MAIL]: mail, [TEXT]: text, ...fields }) => {
      start.value = { ...start.value, fields, ...(leaves ? { mail: String(mail).trim() } : {}), ...(trap ? { trap } : {}) };
      say(String(text));
    }}>
      <button type="button" class="link" onClick={back}>{words.t("goBack")}</button>
      <h2>{topic ? words.t("topic", { topic: inLanguage(topic.text, words.language, look) }) : words.t("title")}</h2>
      {/* Nobody sees it, nobody is led to it: who fills it in is a machine. */}
      <input class="unseen" tabIndex={-1} aria-hidden="true" autocomplete="off" name="company_site" value={trap} onInput={(event) => setTrap(event.currentTarget.value)} />
    </Asks>
  );

  function asked(field: Asked): Question {
    const { key, kind, required = false } = field;
    const label = inLanguage(kind === "consent" ? field.statement : field.label, words.language, look);
    return { key, kind, required, label, choices: (field.choices ?? []).map((one) => inLanguage(one, words.language, look)) };
  }
}
