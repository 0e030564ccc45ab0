import { useEffect, useState } from "preact/hooks";
import type { CardShape } from "../model/links.ts";
import { ask } from "../state/api.ts";

const NONE: CardShape = { order: [], links: [] };

/** How the card of a talk's contact looks; without an answer as if nothing were set. */
export function useCard(conv: string): CardShape {
  const [card, setCard] = useState<CardShape>(NONE);
  useEffect(() => {
    let wanted = true;
    void ask("GET", `/api/talks/${encodeURIComponent(conv)}/card`)
      .then((answer) => wanted && setCard(answer.status === 200 ? (answer.body as CardShape) : NONE), () => undefined);
    return () => void (wanted = false);
  }, [conv]);
  return card;
}
