import { useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { useDesk } from "../state/desk.ts";
import { toast } from "../state/toasts.ts";
import { request, type Faces, type Outcome, type SiteFace } from "./api.ts";
import { faceWords as words } from "./faces-words.ts";
import { faceOf } from "./picture.ts";
import { refused } from "./told.ts";
import { useField } from "./useField.ts";

const AT = "/api/profile/faces";

/** What visitors see: a picture for everywhere, and name and picture site by site. */
export function FacesPart() {
  const { profile } = useDesk();
  const [faces, setFaces] = useState<Faces | null>(null);
  // Also when it was changed at another desk of the same person; an older answer that comes late says nothing any more.
  useEffect(() => {
    let last = true;
    void request<Faces>("GET", AT).then((answer) => { if (last) answer.ok ? setFaces(answer.value) : refused(answer); });
    return () => void (last = false);
  }, [profile.value]);
  if (faces === null) return null;

  function took(answer: Outcome<Faces>): void {
    if (!answer.ok) return refused(answer);
    setFaces(answer.value);
    toast(words("saved"));
  }
  const change = (path: string, body: object): Promise<void> => request<Faces>("PATCH", AT + path, body).then(took);
  return (
    <section class="set-part" data-testid="faces">
      <h3>{words("title")}</h3>
      <p class="quiet">{words("how")}</p>
      <ul class="people">
        <li class="face-row">
          <Picture name={faces.name} picture={faces.picture} own={faces.picture !== null} put={(picture) => change("", { picture })} testid="usual" />
          <div class="person-who"><strong>{words("everywhere")}</strong><p class="quiet">{faces.name}</p></div>
        </li>
        {faces.sites.map((site) => <OnSite key={site.key} face={site} usual={faces} change={(body) => change(`/${encodeURIComponent(site.key)}`, body)} />)}
      </ul>
      {faces.sites.length === 0 && <p class="quiet">{words("none")}</p>}
      <p class="quiet">{words("limit")}</p>
    </section>
  );
}

function OnSite({ face, usual, change }: { face: SiteFace; usual: Faces; change(body: object): Promise<void> }) {
  const [name, setName] = useField(face.name ?? "");
  const shown = face.name ?? usual.name;
  const other = name.trim() !== (face.name ?? "");
  return (
    <li class="face-row" data-testid="face" data-site={face.key}>
      <Picture name={shown} picture={face.picture ?? usual.picture} own={face.picture !== null} site={face.site} put={(picture) => change({ picture })} testid={`site-${face.key}`} />
      <form class="person-who face-name" onSubmit={(event) => { event.preventDefault(); void change({ name: name.trim() || null }); }}>
        <strong>{face.site}</strong>
        <div class="set-line">
          <Field label={words("name")} value={name} onValue={setName} maxLength={100} placeholder={words("asUsual", { name: usual.name })} data-testid="face-name" />
          <Button type="submit" disabled={!other} data-testid="face-save">{words("save")}</Button>
        </div>
      </form>
    </li>
  );
}

interface PictureProps {
  name: string;
  picture: string | null;
  /** This one stands here itself, not for want of another. */
  own: boolean;
  site?: string;
  put(picture: string | null): Promise<void>;
  testid: string;
}

function Picture({ name, picture, own, site, put, testid }: PictureProps) {
  const input = useRef<HTMLInputElement>(null);
  async function choose(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const made = await faceOf(file).catch(() => null);
    if (made === null) return toast(words("bad"), { tone: "late" });
    await put(made);
  }
  return (
    <div class="face-pic">
      <Avatar name={name} size={64} picture={picture} />
      <input ref={input} type="file" accept="image/*" class="hidden" tabIndex={-1} aria-hidden="true" data-testid={`picture-${testid}`}
        onChange={(event) => { void choose(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }} />
      <IconButton icon="clip" label={site === undefined ? words("choose") : words("chooseOn", { site })} onClick={() => input.current?.click()} data-testid={`choose-${testid}`} />
      {own && <IconButton icon="close" label={site === undefined ? words("drop") : words("dropOn", { site })} onClick={() => void put(null)} data-testid={`drop-${testid}`} />}
    </div>
  );
}
