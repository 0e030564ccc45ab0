import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** The text of a field: what is known (`told`; null: not yet), until something else is typed. What is typed stays, whatever becomes
 * known meanwhile: another field that was saved, or the same person at another desk. */
export function useField(told: string | null): [string, (next: string) => void] {
  const [text, setText] = useState(told ?? "");
  const known = useRef(told ?? "");
  useLayoutEffect(() => {
    const before = known.current;
    known.current = told ?? "";
    setText((now) => (now === before ? (told ?? "") : now));
  }, [told]);
  return [text, setText];
}
