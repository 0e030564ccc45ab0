/** A form that an operator puts together: what it is made of, and what is still missing. Pure. */

import type { Ask, AskForm, AskKind } from "../../core/forms.ts";

export type Template = "contact" | "buttons" | "own";
export type OwnKind = Exclude<AskKind, "buttons">;
export const OWN_KINDS: readonly OwnKind[] = ["text", "mail", "phone", "number", "choice", "consent"];
export const MOST_QUESTIONS = 12;

export interface Row { label: string; kind: OwnKind; required: boolean; choices: string }

export const emptyRow = (): Row => ({ label: "", kind: "text", required: true, choices: "" });

/** The lines of a box as different answers. */
export const choicesOf = (text: string): string[] => [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];

export type Fault = { at: "text" | "choices" } | { at: "row"; row: number; what: "label" | "choices" } | null;

const enough = (text: string): boolean => {
  const choices = choicesOf(text);
  return choices.length >= 2 && choices.length <= 10 && choices.every((one) => one.length <= 100);
};

export function faultOf(template: Template, text: string, choices: string, rows: readonly Row[]): Fault {
  if (text.trim() === "") return { at: "text" };
  if (template === "buttons") return enough(choices) ? null : { at: "choices" };
  if (template === "contact") return null;
  const row = rows.findIndex((one) => one.label.trim() === "" || (one.kind === "choice" && !enough(one.choices)));
  return row < 0 ? null : { at: "row", row, what: rows[row]?.label.trim() === "" ? "label" : "choices" };
}

/** The form as it goes out; `labels` are the words of the contact form. */
export function formOf(template: Template, choices: string, rows: readonly Row[], labels: Record<"name" | "mail" | "phone", string>): AskForm {
  if (template === "buttons") return { fields: [{ key: "choice", kind: "buttons", choices: choicesOf(choices) }] };
  if (template === "contact") {
    return {
      fields: [
        { key: "name", kind: "text", label: labels.name, required: true },
        { key: "mail", kind: "mail", label: labels.mail, required: true },
        { key: "phone", kind: "phone", label: labels.phone },
      ],
    };
  }
  return { fields: rows.map(askOf) };
}

function askOf({ label, kind, required, choices }: Row, i: number): Ask {
  const ask: Ask = { key: `q${i + 1}`, kind, label: label.trim(), required };
  return kind === "choice" ? { ...ask, choices: choicesOf(choices) } : ask;
}
