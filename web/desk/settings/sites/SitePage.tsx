import { useEffect, useRef } from "preact/hooks";
import { Button } from "../../../ui/Button.tsx";
import { Pill } from "../../../ui/Pill.tsx";
import { toSettings } from "../../state/place.ts";
import { Frame } from "../Frame.tsx";
import { Clash } from "./Clash.tsx";
import type { SiteForm } from "./form.ts";
import { FormContext } from "./inputs.tsx";
import { Leaving } from "./Leaving.tsx";
import type { Pointer } from "./paths.ts";
import { Preview, useShown } from "./Preview.tsx";
import { say } from "./say.ts";
import { Ask } from "./tabs/Ask.tsx";
import { Card } from "./tabs/Card.tsx";
import { Closing } from "./tabs/Closing.tsx";
import { Hours } from "./tabs/Hours.tsx";
import { Install } from "./tabs/Install.tsx";
import { Look } from "./tabs/Look.tsx";
import { Shown } from "./tabs/Shown.tsx";
import { SigningTab } from "./tabs/Signing.tsx";
import { Talks } from "./tabs/Talks.tsx";
import { WordsTab } from "./tabs/Words.tsx";
import { placeOf } from "./telling.ts";

const TABS = ["install", "words", "ask", "look", "hours", "shown", "talks", "closing", "card", "signing", "preview"] as const;
type Tab = (typeof TABS)[number];

/** Which part a setting stands in. */
const HOMES: readonly (readonly [RegExp, Tab])[] = [
  [/^\/settings\/domains/, "install"], [/^\/(name|settings\/(languages|says))/, "words"], [/^\/settings\/(topics?|fields)/, "ask"],
  [/^\/settings\/(look|launcher)/, "look"], [/^\/settings\/(hours|zone|holidays|country|working)/, "hours"], [/^\/settings\/shown/, "shown"], [/^\/settings\/closing/, "closing"], [/^\/settings\/card/, "card"], [/^\/settings\//, "talks"],
];
const homeOf = (at: Pointer): Tab => HOMES.find(([place]) => place.test(at))?.[1] ?? "words";

/** One site: its parts, a preview beside them, and one way to save everything. */
export function SitePage({ form, tab: wanted }: { form: SiteForm; tab: string }) {
  const tab = TABS.find((one) => one === wanted) ?? "install";
  const shown = useShown(form);
  const wrong = form.wrong.value;
  const body = useRef<HTMLFormElement>(null);
  const tabs = useRef<HTMLElement>(null);
  const open = (next: Tab): void => toSettings("sites", form.key, next);

  // On a phone the parts go on beyond the edge.
  useEffect(() => tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [tab]);

  // What was refused may stand in another part: show that one, and its field takes the keyboard.
  useEffect(() => {
    if (wrong !== null) open(homeOf(wrong.at));
  }, [wrong]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS" || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      void form.save();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [form]);

  return (
    <FormContext.Provider value={form}>
      <Frame title={form.base.value.name} about={form.key} acts={<Acts form={form} />} back={{ label: say("site.back"), run: () => toSettings("sites") }} wide>
        <nav ref={tabs} class="set-tabs" aria-label={say("site.tabs")}>
          {TABS.map((one) => (
            <button key={one} type="button" aria-current={one === tab ? "page" : undefined} data-testid={`tab-${one}`} class={one === "preview" ? "set-narrow" : undefined}
              onClick={() => open(one)}>{say(`tab.${one}`)}</button>
          ))}
        </nav>
        <div role="alert" data-testid="site-wrong">{wrong && <p class="set-wrong">{say("site.refused", { where: placeOf(wrong.at), what: wrong.text })}</p>}</div>
        <div class={`set-split${tab === "preview" ? " set-split-preview" : ""}`}>
          <form ref={body} class="set-form" noValidate onSubmit={(event) => { event.preventDefault(); void form.save(); }} data-testid={`part-${tab}`}>
            {tab === "install" && <Install />}
            {tab === "words" && <WordsTab />}
            {tab === "ask" && <Ask />}
            {tab === "look" && <Look />}
            {tab === "hours" && <Hours />}
            {tab === "shown" && <Shown />}
            {tab === "talks" && <Talks mail={shown.seen ? shown.seen.look.mail === true : null} />}
            {tab === "closing" && <Closing />}
            {tab === "card" && <Card />}
            {tab === "signing" && <SigningTab />}
            <button type="submit" hidden />
          </form>
          <Preview form={form} shown={shown} />
        </div>
      </Frame>
      <Clash form={form} />
      <Leaving form={form} />
    </FormContext.Provider>
  );
}

function Acts({ form }: { form: SiteForm }) {
  const dirty = form.dirty.value;
  return (
    <>
      <span role="status">{dirty && <Pill tone="wait">{say("site.unsaved")}</Pill>}</span>
      {dirty && <Button look="quiet" onClick={() => form.discard()} data-testid="site-discard">{say("site.discard")}</Button>}
      <Button look="main" disabled={!dirty} busy={form.busy.value} onClick={() => void form.save()} data-testid="site-save">{say("site.save")}</Button>
    </>
  );
}
