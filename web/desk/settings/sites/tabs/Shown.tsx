import { LinesAt, NumberAt } from "../inputs.tsx";
import { say } from "../say.ts";

const AT = "/settings/shown";

/** Who sees the button. A talk that lives is shown whatever stands here. */
export function Shown() {
  return (
    <section class="set-part">
      <h3>{say("f.shown")}</h3>
      <LinesAt at={`${AT}/audience`} label={say("f.audience")} hint={say("h.audience")} />
      <LinesAt at={`${AT}/pages`} label={say("f.pages")} hint={say("h.pages")} />
      <LinesAt at={`${AT}/countries`} label={say("f.countries")} hint={say("h.countries")} tidy={(text) => text.toUpperCase()} />
      <NumberAt at={`${AT}/percent`} label={say("f.percent")} hint={say("h.percent")} min={0} max={100} />
    </section>
  );
}
