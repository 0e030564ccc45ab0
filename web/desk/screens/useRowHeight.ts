import { useEffect, useState } from "preact/hooks";

/** How high a row is (px), as the style sheet says; a thumb needs more than a mouse. */
export function useRowHeight(): number {
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const look = (): void => setHeight(read());
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, []);
  return height;
}

const read = (): number => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 64;
