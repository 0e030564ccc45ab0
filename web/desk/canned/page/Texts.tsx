import { useRef } from "preact/hooks";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { language } from "../../state/settings.ts";
import type { Refused } from "../library.ts";
import { Marked } from "../Picker.tsx";
import { insert } from "../usePicker.ts";
import { inLine, LANGUAGES, OFFERED, words } from "../words/page.ts";

interface Props {
  texts: Readonly<Record<string, string>>;
  onTexts(texts: Record<string, string>): void;
  refused: Refused | null;
  sentence(refused: Refused): string;
}

/** The words of a saved reply, a box for each language. */
export function Texts({ texts, onTexts, refused, sentence }: Props) {
  const left = Object.keys(LANGUAGES).filter((code) => !Object.hasOwn(texts, code));
  function drop(code: string): void {
    onTexts(Object.fromEntries(Object.entries(texts).filter(([one]) => one !== code)));
  }
  return (
    <div class="can-texts">
      {Object.keys(texts).map((code) => (
        <OneText key={code} code={code} text={texts[code] ?? ""} onText={(text) => onTexts({ ...texts, [code]: text })} onDrop={Object.keys(texts).length > 1 ? () => drop(code) : null}
          error={refused?.pointer.endsWith(`/texts/${code}`) || refused?.pointer.endsWith("/texts") ? sentence(refused) : null} />
      ))}
      {left.length > 0 && (
        <select class="select" aria-label={words("addLanguage")} value="" data-testid="canned-language" onChange={(event) => onTexts({ ...texts, [event.currentTarget.value]: "" })}>
          <option value="">{words("addLanguage")}</option>
          {left.map((code) => <option key={code} value={code} lang={code}>{LANGUAGES[code]}</option>)}
        </select>
      )}
    </div>
  );
}

interface OneProps {
  code: string;
  text: string;
  onText(text: string): void;
  onDrop: (() => void) | null;
  error: string | null;
}

function OneText({ code, text, onText, onDrop, error }: OneProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const name = inLine(code);
  const offered = OFFERED[code] ?? OFFERED[language.value] ?? [];
  function put(variable: string): void {
    const node = area.current;
    if (node) insert(node, node.selectionStart, node.selectionEnd, `{${variable}}`);
    node?.setSelectionRange(node.selectionEnd, node.selectionEnd);
  }
  return (
    <div class="field">
      <span class="can-head"><label for={`can-${code}`}>{words("text", { language: name })}</label>
        {onDrop && <IconButton icon="close" label={words("dropLanguage", { language: name })} onClick={onDrop} />}</span>
      <textarea ref={area} id={`can-${code}`} lang={code} rows={5} value={text} data-testid={`canned-text-${code}`} aria-invalid={error !== null}
        aria-describedby={`can-${code}-says`} onInput={(event) => onText(event.currentTarget.value)} />
      <p id={`can-${code}-says`} class={error ? "field-error" : "field-hint"} {...(error ? { role: "alert" } : {})} data-testid={`canned-says-${code}`}>{error ?? words("textHow")}</p>
      <div class="can-vars" role="group" aria-label={words("variables")}>
        {offered.map((variable) => <Button key={variable} look="quiet" onClick={() => put(variable)}>{`{${variable}}`}</Button>)}
      </div>
      {text.includes("{") && <p class="can-preview" dir="auto" aria-hidden="true"><Marked text={text} /></p>}
    </div>
  );
}
