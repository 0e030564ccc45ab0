import { IconButton } from "../../ui/Button.tsx";
import { insert } from "../canned/usePicker.ts";
import { say } from "../state/settings.ts";

type Area = { readonly current: HTMLTextAreaElement | null };

/** The marks that every channel understands, around what is chosen. */
export const MARKS = { b: "**", i: "_", code: "`" } as const;
export type Mark = keyof typeof MARKS;

export function MarkButtons({ area }: { area: Area }) {
  return (
    <span class="box-marks" role="group" aria-label={say("box.marks")}>
      <IconButton icon="bold" label={`${say("box.bold")} (Ctrl + B)`} onClick={() => wrap(area, "b")} data-testid="mark-b" />
      <IconButton icon="italic" label={`${say("box.italic")} (Ctrl + I)`} onClick={() => wrap(area, "i")} data-testid="mark-i" />
      <IconButton icon="code" label={say("box.code")} onClick={() => wrap(area, "code")} data-testid="mark-code" />
      <IconButton icon="list" label={say("box.list")} onClick={() => list(area)} data-testid="mark-list" />
    </span>
  );
}

/** Puts the mark around what is chosen, or takes it away; with nothing chosen the cursor stands inside. */
export function wrap({ current: node }: Area, mark: Mark): void {
  if (!node) return;
  const sign = MARKS[mark];
  const { selectionStart: from, selectionEnd: to, value } = node;
  const chosen = value.slice(from, to);
  const [outer, end] = [from - sign.length, to + sign.length];
  if (outer >= 0 && value.slice(outer, from) === sign && value.slice(to, end) === sign) {
    insert(node, outer, end, chosen);
    return node.setSelectionRange(outer, outer + chosen.length);
  }
  insert(node, from, to, sign + chosen + sign);
  node.setSelectionRange(from + sign.length, to + sign.length);
}

/** Makes the chosen lines a list: lines with a stroke read as one everywhere. */
function list({ current: node }: Area): void {
  if (!node) return;
  const { selectionStart, selectionEnd: to, value } = node;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(from, to).split("\n").map((line) => (line.startsWith("- ") ? line : `- ${line}`));
  insert(node, from, to, lines.join("\n"));
}
