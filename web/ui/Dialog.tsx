import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./Button.tsx";

interface Props { title: string; closeLabel: string; onClose: () => void; testid?: string; children: ComponentChildren }

/**
 * The browser's own modal dialog: what lies behind is inert, Escape closes, Tab stays inside. The first control inside begins.
 * Focus goes back to where it was when the dialog leaves the page.
 */
export function Dialog({ title, closeLabel, onClose, testid, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const node = box.current;
    node?.showModal();
    // While its inside is being fetched the window itself has the keyboard: a space must not press its closing button.
    (node?.querySelector<HTMLElement>(".dlg-body :is(input, select, button)") ?? node)?.focus();
    return () => {
      node?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box} class="dlg" tabIndex={-1} aria-labelledby={heading} data-testid={testid}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === box.current) onClose(); }}
    >
      <div class="dlg-in">
        <header>
          <h2 id={heading}>{title}</h2>
          <IconButton icon="close" label={closeLabel} onClick={onClose} />
        </header>
        <div class="dlg-body">{children}</div>
      </div>
    </dialog>
  );
}
