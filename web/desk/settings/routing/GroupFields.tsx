import { useState } from "preact/hooks";
import { Field } from "../../../ui/Field.tsx";
import { Select } from "../../../ui/Inputs.tsx";
import type { Group } from "./policy.ts";
import { words } from "./words.ts";

type Kind = "any" | "told" | "tag";
const valuesOf = (text: string): string[] => text.split(",").map((one) => one.trim()).filter(Boolean);

/** Which customers a promise is for: anybody, those of whom something is told, those whose chat has a tag. */
export function GroupFields({ group, onGroup }: { group: Group | null; onGroup: (group: Group | null) => void }) {
  const [text, setText] = useState(group?.in.join(", ") ?? "");
  const kind: Kind = group === null ? "any" : group.name === null ? "tag" : "told";
  const turn = (next: Kind): void => onGroup(next === "any" ? null : { name: next === "told" ? group?.name ?? "segment" : null, in: group?.in ?? valuesOf(text) });
  return (
    <div class="set-pair">
      <Select label={words("group")} value={kind} options={(["any", "told", "tag"] as const).map((one) => [one, words(`group.${one}`)] as const)} onValue={turn} data-testid="target-group" />
      {group !== null && group.name !== null && <Field label={words("group.name")} hint={words("group.nameHow")} value={group.name} maxLength={200} onValue={(name) => onGroup({ ...group, name })} data-testid="target-group-name" />}
      {group !== null && <Field label={words(group.name === null ? "group.tags" : "group.values")} hint={words("group.valuesHow")} value={text} maxLength={2000} onValue={(next) => { setText(next); onGroup({ ...group, in: valuesOf(next) }); }} data-testid="target-group-values" />}
    </div>
  );
}
