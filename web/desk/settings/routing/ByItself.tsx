import type { ComponentChildren } from "preact";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { Area, Select } from "../../../ui/Inputs.tsx";
import { Span } from "./fields.tsx";
import { NEW_CLOSE, NEW_REPLY, said, type AutoClose, type AutoReply, type Said } from "./policy.ts";
import { words } from "./words.ts";

const LANGUAGES = ["ru", "en"] as const;

interface ListProps<T> { kind: "autoclose" | "autoreply"; all: readonly T[]; fresh: T; onAll: (all: T[]) => void; show: (one: T, change: (part: Partial<T>) => void) => ComponentChildren }

/** Some of the same, each removed by itself. */
function Several<T>({ kind, all, fresh, onAll, show }: ListProps<T>) {
  return (
    <div class="set-part" data-testid={kind}>
      <h4>{words(kind)}</h4>
      {all.length === 0 && <p class="quiet">{words(`${kind}.none`)}</p>}
      {all.map((one, no) => {
        const name = words(`${kind}.no`, { no: no + 1 });
        return (
          <fieldset key={no} class="set-item">
            <legend class="hidden">{name}</legend>
            <header><strong aria-hidden="true">{name}</strong><IconButton icon="trash" label={words("part.remove", { name })} onClick={() => onAll(all.filter((_, at) => at !== no))} /></header>
            {show(one, (part) => onAll(all.map((other, at) => (at === no ? { ...other, ...part } : other))))}
          </fieldset>
        );
      })}
      <div><Button icon="plus" onClick={() => onAll([...all, fresh])} data-testid={`${kind}-add`}>{words(`${kind}.add`)}</Button></div>
    </div>
  );
}

function Channel({ value, onValue }: { value: string | null; onValue: (channel: string | null) => void }) {
  return <Field label={words("targets.channel")} hint={words("targets.any")} value={value ?? ""} maxLength={200} onValue={(channel) => onValue(channel.trim() || null)} />;
}

function Texts({ kind, text, hint, onText }: { kind: "autoclose" | "autoreply"; text: Said; hint?: string; onText: (text: Said) => void }) {
  return (
    <div class="set-pair">
      {LANGUAGES.map((one) => (
        <Area key={one} label={words(`${kind}.text`, { language: words(`lang.${one}`) })} {...(hint ? { hint } : {})} rows={2} lang={one} value={text[one] ?? ""} data-testid={`${kind}-${one}`} onValue={(value) => onText(said(text, one, value))} />
      ))}
    </div>
  );
}

/** Chats whose visitor is silent are closed, with a notice before if there is one. */
export function AutoCloses({ all, onAll }: { all: readonly AutoClose[]; onAll: (all: AutoClose[]) => void }) {
  return (
    <Several kind="autoclose" all={all} fresh={NEW_CLOSE} onAll={onAll} show={(one, change) => (
      <>
        <Channel value={one.channel} onValue={(channel) => change({ channel })} />
        <div class="set-pair">
          <Span label={words("autoclose.after")} value={one.after} onValue={(after) => change({ after: after ?? 0 })} testid="autoclose-after" />
          {Object.keys(one.text).length > 0 && <Span label={words("autoclose.then")} value={one.then} onValue={(then) => change({ then: then ?? 0 })} testid="autoclose-then" />}
        </div>
        <Texts kind="autoclose" text={one.text} hint={words("autoclose.textHow")} onText={(text) => change({ text })} />
        <Field label={words("autoclose.hold")} value={one.hold} maxLength={40} onValue={(hold) => change({ hold })} />
      </>
    )} />
  );
}

/** What is said at once to whoever writes and whom nobody has answered. */
export function AutoReplies({ all, onAll }: { all: readonly AutoReply[]; onAll: (all: AutoReply[]) => void }) {
  return (
    <Several kind="autoreply" all={all} fresh={NEW_REPLY} onAll={onAll} show={(one, change) => (
      <>
        <div class="set-pair">
          <Select label={words("autoreply.who")} value={one.who} options={[["new", words("who.new")], ["known", words("who.known")]]} onValue={(who) => change({ who })} />
          <Select label={words("autoreply.when")} value={one.when} options={[["open", words("when.open")], ["closed", words("when.closed")]]} onValue={(when) => change({ when })} />
        </div>
        <Channel value={one.channel} onValue={(channel) => change({ channel })} />
        <Texts kind="autoreply" text={one.text} onText={(text) => change({ text })} />
      </>
    )} />
  );
}
