import type { Item } from "../../core/item.ts";
import type { Acts } from "../acts.ts";
import type { WidgetWords } from "../words.ts";

/** What can be done with a line; in the flow under it, so that nothing is cut off. */
export function Menu({ item, words, acts, close }: { item: Item; words: WidgetWords; acts: Acts; close(): void }) {
  const choose = (act: () => void) => () => {
    close();
    act();
  };
  const own = acts.mayChange(item);
  return (
    <span class="acts" role="group" aria-label={words.t("acts")}>
      <button type="button" class="link" data-testid="quote" onClick={choose(() => acts.take("quote", item))}>{words.t("quote")}</button>
      {own && item.text !== "" && item.answers === null && <button type="button" class="link" data-testid="edit" onClick={choose(() => acts.take("edit", item))}>{words.t("edit")}</button>}
      {own && <button type="button" class="link" data-testid="erase" onClick={choose(() => acts.erase(item))}>{words.t("erase")}</button>}
    </span>
  );
}
