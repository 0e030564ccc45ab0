import { useRef } from "preact/hooks";
import { Button } from "../../../../ui/Button.tsx";
import { toast } from "../../../state/toasts.ts";
import { NumberAt, SelectAt, TextAt, TextsAt, useForm, useWrong } from "../inputs.tsx";
import { say } from "../say.ts";
import { Ways } from "./Ways.tsx";

const LOGO = "/settings/launcher/logo";
/** Pixels of a side: twice what the button shows. */
const SIDE = 56;

/** Colours and the button. */
export function Look() {
  const form = useForm();
  const accent = String(form.at("/settings/look/accent") ?? "");
  return (
    <>
      <section class="set-part">
        <h3>{say("f.look")}</h3>
        <div class="set-pair">
          <div class="set-colour">
            <input type="color" aria-label={say("f.accent")} value={/^#[0-9a-f]{6}$/i.test(accent) ? accent : "#000000"} data-testid="accent-picker"
              onInput={(event) => form.set("/settings/look/accent", event.currentTarget.value)} />
            <TextAt at="/settings/look/accent" label={say("f.accent")} hint={say("h.accent")} maxLength={7} />
          </div>
          <NumberAt at="/settings/look/radius" label={say("f.radius")} min={0} max={24} />
        </div>
      </section>
      <section class="set-part">
        <h3>{say("f.launcher")}</h3>
        <SelectAt at="/settings/launcher/side" label={say("f.side")} options={[["end", say("side.end")], ["start", say("side.start")]]} />
        <TextsAt at="/settings/launcher/text" label={say("f.caption")} hint={say("h.caption")} />
        <Logo />
      </section>
      <Ways />
    </>
  );
}

/** The picture on the button: made small here, so that it travels inside the loader. */
function Logo() {
  const form = useForm();
  const chooser = useRef<HTMLInputElement>(null);
  const logo = String(form.at(LOGO) ?? "");
  const { error } = useWrong(LOGO);
  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    try {
      form.set(LOGO, await shrunk(file));
    } catch {
      toast(say("look.logoFailed"), { tone: "late" });
    }
  }
  return (
    <div class="set-logo">
      {logo && <img src={logo} alt="" width={SIDE / 2} height={SIDE / 2} />}
      <span>{say("f.logo")}</span>
      <input ref={chooser} type="file" hidden accept="image/png,image/jpeg,image/webp" data-testid="logo-file"
        onChange={(event) => void take(event.currentTarget.files?.[0]).then(() => { if (chooser.current) chooser.current.value = ""; })} />
      <Button onClick={() => chooser.current?.click()}>{say("look.logoChoose")}</Button>
      {logo && <Button look="quiet" onClick={() => form.set(LOGO, "")}>{say("look.logoRemove")}</Button>}
      {error && <p class="field-error" role="alert">{error}</p>}
    </div>
  );
}

/** Fits into a square, keeps its proportions, becomes a PNG as a data address. */
async function shrunk(file: File): Promise<string> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/png");
}
