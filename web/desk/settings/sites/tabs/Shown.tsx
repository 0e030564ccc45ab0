import { LinesAt, NumberAt, SelectAt } from "../inputs.tsx";
import { say } from "../say.ts";

const DEVICES = ["any", "phone", "computer"] as const;
const AT = "/settings/shown";

/** Who sees the button. A talk that lives is shown whatever stands here. */
export function Shown() {
  return (
    <section class="set-part">
      <h3>{say("f.shown")}</h3>
      <LinesAt at={`${AT}/audience`} label={say("f.audience")} hint={say("h.audience")} />
      <LinesAt at={`${AT}/pages`} label={say("f.pages")} hint={say("h.pages")} />
      <LinesAt at={`${AT}/countries`} label={say("f.countries")} hint={say("h.countries")} tidy={(text) => text.toUpperCase()} />
      <SelectAt at={`${AT}/device`} label={say("f.device")} options={DEVICES.map((one) => [one, say(`device.${one}`)] as const)} />
      <LinesAt at={`${AT}/not_from`} label={say("f.not_from")} hint={say("h.not_from")} />
      <NumberAt at={`${AT}/percent`} label={say("f.percent")} hint={say("h.percent")} min={0} max={100} />
    </section>
  );
}
