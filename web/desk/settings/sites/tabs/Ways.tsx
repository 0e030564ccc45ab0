import { Button } from "../../../../ui/Button.tsx";
import { CheckAt, TextAt, TextsAt, useForm } from "../inputs.tsx";
import { say } from "../say.ts";
import { focusLast, Group, Item, nameOf } from "./items.tsx";

const WAYS = "/settings/launcher/ways";

/** What stands in the button's place while nobody can answer, where a site wants that. */
export function Ways() {
  const form = useForm();
  const { ways } = form.draft.value.settings.launcher;
  function add(): void {
    form.set(`${WAYS}/-`, { text: {}, url: "mailto:" });
    focusLast(WAYS);
  }
  return (
    <section class="set-part">
      <h3>{say("f.ways")}</h3>
      <CheckAt at="/settings/launcher/hides" label={say("f.hides")} hint={say("h.hides")} />
      {ways.map((way, at) => (
        <Item key={at} list={WAYS} at={at} count={ways.length} title={nameOf(way.text, say("ways.no", { no: at + 1 }))}>
          <TextsAt at={`${WAYS}/${at}/text`} label={say("f.wayText")} />
          <TextAt at={`${WAYS}/${at}/url`} label={say("f.wayUrl")} maxLength={500} />
        </Item>
      ))}
      <Group at={WAYS} />
      <Button data-testid="add-way" data-adds={WAYS} onClick={add}>{say("ways.add")}</Button>
    </section>
  );
}
