import { useState } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";
import { Area } from "../../ui/Inputs.tsx";
import { Words } from "../screens/Words.tsx";
import { useDesk } from "../state/desk.ts";
import { toast } from "../state/toasts.ts";
import { request, type Profile } from "./api.ts";
import { faceWords as words } from "./faces-words.ts";
import { refused } from "./told.ts";
import { useField } from "./useField.ts";

/** What stands under answers by mail, and how it will look there: the same marks as in every word of ours, never markup. */
export function Signature() {
  const { profile } = useDesk();
  const kept = profile.value;
  const [text, setText] = useField(kept?.signature ?? null);
  const [long, setLong] = useState(false);
  if (kept === null) return null;

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const answer = await request<Profile>("PATCH", "/api/profile", { signature: text });
    setLong(!answer.ok && answer.pointer === "/signature");
    if (answer.ok) return (profile.value = answer.value), setText(answer.value.signature), toast(words("saved"));
    if (answer.pointer !== "/signature") refused(answer);
  }
  return (
    <form class="set-part form" onSubmit={(event) => void save(event)} data-testid="signature-form">
      <h3>{words("signature")}</h3>
      <p class="quiet">{words("signature.how")}</p>
      <Area label={words("signature.text")} value={text} onValue={(next) => { setText(next); setLong(false); }} rows={3} data-testid="signature" {...(long ? { error: words("signature.long") } : {})} />
      <figure class="letter" data-testid="signature-seen">
        <figcaption class="quiet">{words("signature.seen")}</figcaption>
        <p>{words("signature.sample")}</p>
        <p><Words text={text.trim() || words("signature.none", { name: kept.public_name })} marks /></p>
      </figure>
      <div><Button type="submit" look="main" disabled={text === kept.signature} data-testid="signature-save">{words("save")}</Button></div>
    </form>
  );
}
