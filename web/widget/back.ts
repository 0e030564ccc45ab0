/** On a phone the panel is the whole screen, and «back» closes it. Once it is closed the page's history is as long as it was. */

export interface Back {
  opened(): void;
  closed(): void;
  end(): void;
}

const ours = (): boolean => (history.state as { pult?: boolean } | null)?.pult === true;

export function backCloses(close: () => void): Back {
  const back = (): void => {
    if (!ours()) close();
  };
  addEventListener("popstate", back);
  return {
    opened() {
      // After a reload the step is there already.
      if (ours() || !matchMedia("(max-width:480px)").matches) return;
      try {
        history.pushState({ ...(history.state as object | null), pult: true }, "");
      } catch {
        // A page in a sandbox, or one that makes steps without end: then «back» stays the page's own.
      }
    },
    closed() {
      if (ours()) history.back();
    },
    end: () => removeEventListener("popstate", back),
  };
}
