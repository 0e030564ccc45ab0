/** A phone number: the country first (searched by name or code), then the number as one writes it there. Out goes E.164. */

import { useMemo, useState } from "preact/hooks";
import { countries, homeOf, international, meant } from "../countries.ts";
import type { WidgetWords } from "../words.ts";

interface Props {
  /** What every field has: id, marks for readers. */
  common: { id: string };
  words: WidgetWords;
  set(value: string): void;
}

export function Phone({ common, words, set }: Props) {
  const list = useMemo(() => countries(words.language), [words.language]);
  const [chosen, choose] = useState(() => homeOf(list, navigator.language) ?? list[0]);
  const [search, setSearch] = useState<string | null>(null);
  const [number, setNumber] = useState("");
  const places = `${common.id}-places`;
  return (
    <div class="phone">
      <input list={places} aria-label={words.t("country")} autocomplete="off" data-testid="country" value={search ?? chosen?.shown ?? ""}
        onFocus={(event) => event.currentTarget.select()} onBlur={() => setSearch(null)}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          const found = meant(list, typed);
          setSearch(typed);
          if (found === undefined) return;
          choose(found);
          set(international(found.code, number));
        }} />
      <datalist id={places}>{list.map((one) => <option key={one.at} value={one.shown} />)}</datalist>
      <input {...common} type="tel" autocomplete="tel" maxLength={30} value={number} onInput={(event) => {
        setNumber(event.currentTarget.value);
        set(international(chosen?.code ?? "", event.currentTarget.value));
      }} />
    </div>
  );
}
