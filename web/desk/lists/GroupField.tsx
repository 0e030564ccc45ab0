import { Button, IconButton } from "../../ui/Button.tsx";
import { ConditionField } from "./ConditionField.tsx";
import { words } from "./say.ts";
import { begun, DEEPEST, lines, MOST_LINES, put, type Group, type Line, type Path } from "./tree.ts";
import type { Offers } from "./useNames.ts";

interface Props {
  group: Group;
  path: Path;
  whole: Group;
  names: Offers;
  /** Where something is missing. */
  wrong: Path | null;
  onWhole: (whole: Group) => void;
}

const same = (one: Path, other: Path | null): boolean => other !== null && one.join("/") === other.join("/");
const MODES = ["all", "any", "none"] as const;

/** Conditions that hold together, or of which one has to; groups may stand inside. The keyboard goes to what was added. */
export function GroupField({ group, path, whole, names, wrong, onWhole }: Props) {
  const mode = group.not && group.mode === "any" ? "none" : group.mode;
  const change = (next: Group): void => onWhole(put(whole, path, next));
  const full = lines(whole) >= MOST_LINES;
  function add(part: Line | Group): void {
    const at = [...path, group.parts.length];
    onWhole(put(whole, at, part));
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-part="${at.join("-")}"] :is(select, input)`)?.focus());
  }
  function drop(at: number): void {
    onWhole(put(whole, [...path, at], null));
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-add="${path.join("-")}"]`)?.focus());
  }
  return (
    <fieldset class="view-group" data-part={path.join("-")} data-testid="view-group">
      <legend class="hidden">{words("group.label")}</legend>
      <div class="view-mode">
        <select class="select" value={mode} aria-label={words("group.label")} data-testid="group-mode"
          onChange={(event) => { const next = event.currentTarget.value; change({ ...group, not: next === "none", mode: next === "all" ? "all" : "any" }); }}>
          {MODES.map((one) => <option key={one} value={one}>{words(`group.${one}`)}</option>)}
        </select>
        {path.length > 0 && <IconButton icon="trash" label={words("group.drop")} onClick={() => onWhole(put(whole, path, null))} />}
      </div>
      {group.parts.length === 0 && <p class="quiet">{words(mode === "all" ? "group.empty" : "group.emptyAny")}</p>}
      {group.parts.map((part, at) => part.kind === "group"
        ? <GroupField key={at} group={part} path={[...path, at]} whole={whole} names={names} wrong={wrong} onWhole={onWhole} />
        : <ConditionField key={at} line={part} at={[...path, at].join("-")} names={names} wrong={same([...path, at], wrong)}
            onLine={(next) => onWhole(put(whole, [...path, at], next))} onDrop={() => drop(at)} />)}
      <div class="view-adds">
        <Button look="quiet" icon="plus" disabled={full} data-add={path.join("-")} data-testid="add-condition" onClick={() => add({ kind: "line", not: false, condition: begun("holder") })}>{words("group.add")}</Button>
        {path.length < DEEPEST - 1 && (
          <Button look="quiet" disabled={full} data-testid="add-group" onClick={() => add({ kind: "group", not: false, mode: "any", parts: [{ kind: "line", not: false, condition: begun("tag") }] })}>{words("group.addGroup")}</Button>
        )}
      </div>
    </fieldset>
  );
}
