import type { ComponentChildren } from "preact";
import { Button, IconButton } from "../../../../ui/Button.tsx";
import { language } from "../../../state/settings.ts";
import { TextsAt, useForm, useWrong } from "../inputs.tsx";
import { say } from "../say.ts";
import type { Texts } from "../types.ts";

/** What the server says of a list as a whole. */
export function Group({ at }: { at: string }) {
  const { error } = useWrong(at);
  return error ? <p class="field-error" role="alert">{error}</p> : null;
}

export function freeKey(word: string, taken: readonly { key: string }[]): string {
  let no = taken.length + 1;
  while (taken.some((one) => one.key === `${word}-${no}`)) no++;
  return `${word}-${no}`;
}

export function focusLast(list: string): void {
  requestAnimationFrame(() => [...document.querySelectorAll<HTMLElement>(`[data-item="${list}"] input`)].at(-1)?.closest("[data-item]")?.querySelector<HTMLElement>("input, select")?.focus());
}

interface ItemProps { list: string; at: number; count: number; title: string; children: ComponentChildren }

/** One of an ordered list: moved, removed, filled in. The keyboard stays with what moves. */
export function Item({ list, at, count, title, children }: ItemProps) {
  const form = useForm();
  function shift(to: number, button: string): void {
    form.move(list, at, to);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-testid="${button}-${list}-${to}"]`)?.focus());
  }
  /** The keyboard goes to what stands in its place now, or to where the next one is made. */
  function remove(): void {
    form.set(`${list}/${at}`, undefined);
    const next = `remove-${list}-${Math.min(at, count - 2)}`;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(count > 1 ? `[data-testid="${next}"]` : `[data-adds="${list}"]`)?.focus());
  }
  return (
    <fieldset class="set-item" data-item={list} data-testid={`item-${list}-${at}`}>
      <legend class="hidden">{title}</legend>
      <header>
        <strong aria-hidden="true">{title}</strong>
        <IconButton icon="up" label={say("ask.up", { what: title })} disabled={at === 0} data-testid={`up-${list}-${at}`} onClick={() => shift(at - 1, "up")} />
        <IconButton icon="down" label={say("ask.down", { what: title })} disabled={at === count - 1} data-testid={`down-${list}-${at}`} onClick={() => shift(at + 1, "down")} />
        <IconButton icon="trash" label={say("ask.remove", { what: title })} data-testid={`remove-${list}-${at}`} onClick={remove} />
      </header>
      {children}
    </fieldset>
  );
}

export const nameOf = (texts: Texts, fallback: string): string => texts[language.value] || Object.values(texts).find(Boolean) || fallback;

/** Answers to choose from; `least` places for them stand there from the first. */
export function Choices({ at, count, least }: { at: string; count: number; least: number }) {
  const form = useForm();
  const shown = Math.max(count, least);
  return (
    <div class="set-part">
      {Array.from({ length: shown }, (_, no) => (
        <div key={no} class="set-line">
          <TextsAt at={`${at}/${no}`} label={say("ask.choice", { no: no + 1 })} />
          {no < count && <IconButton icon="close" label={say("ask.remove", { what: say("ask.choice", { no: no + 1 }) })} onClick={() => form.set(`${at}/${no}`, undefined)} />}
        </div>
      ))}
      <Group at={at} />
      <div><Button onClick={() => form.set(`${at}/-`, {})} data-testid="add-choice">{say("ask.addChoice")}</Button></div>
    </div>
  );
}
