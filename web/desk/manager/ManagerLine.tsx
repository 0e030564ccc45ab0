import { useEffect, useState } from "preact/hooks";
import { answers, colleagues, may, type Colleague } from "../state/api.ts";
import { useDesk } from "../state/desk.ts";
import { language } from "../state/settings.ts";
import { toast } from "../state/toasts.ts";
import { useManager } from "./manager.ts";
import { words } from "./words.ts";

/** Whose this visitor is, in the card of facts; whoever answers talks can change it. */
export function ManagerLine({ conv, holder }: { conv: string; holder: number | null }) {
  const { me } = useDesk();
  const { manager, choose } = useManager(conv, holder);
  const [list, setList] = useState<readonly Colleague[]>([]);
  const writes = may(me, "talks.write");
  useEffect(() => {
    if (writes) void colleagues(language.value).then(setList, () => undefined);
  }, [writes]);
  if (manager === null) return null;
  const people = list.filter(answers);
  const known = people.some((one) => one.id === manager.operator);
  return (
    <>
      <dt>{words("title")}</dt>
      <dd data-testid="manager">
        {!writes ? (manager.name ?? words("none")) : (
          <select class="select" aria-label={words("title")} value={manager.operator ?? ""} data-testid="manager-of"
            onChange={(event) => void choose(Number(event.currentTarget.value) || null).then((done) => { if (!done) toast(words("failed"), { tone: "late" }); })}>
            <option value="">{words("none")}</option>
            {!known && manager.operator !== null && <option value={manager.operator}>{manager.name}</option>}
            {people.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        )}
      </dd>
    </>
  );
}
