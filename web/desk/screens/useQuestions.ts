import { useRef, useState } from "preact/hooks";
import type { DeskState } from "../../core/protocol.ts";
import { repeats } from "../model/repeats.ts";
import { questionOf, type Question } from "../model/questions.ts";
import { useDesk } from "../state/desk.ts";
import { selfOf } from "../state/self.ts";

/** What is asked about the reply in the box before it goes; each thing once, until the words change. */
export function useQuestions({ conv }: DeskState) {
  const desk = useDesk();
  const { drafts, talk, me, team, preferences, library, story } = desk;
  const [open, setOpen] = useState<Question | null>(null);
  const passed = useRef(new Set<Question["kind"]>());

  return {
    open,
    /** Whether the reply may go; if not, the question is open. */
    mayGo(): boolean {
      const draft = drafts.of(conv);
      const items = talk.view.peek()?.items ?? [];
      const found = questionOf({
        draft, text: draft.reply.trim(), items, me: me.id, others: talk.others(), colleagues: team.peek().filter((name) => name !== selfOf(desk).name),
        before: story.ours.peek(), asksAgain: repeats(items) || library.times(conv, draft.canned?.id ?? 0) > 0, stop: preferences.value.peek().stop,
      }, passed.current);
      setOpen(found);
      return found === null;
    },
    /** The question is answered: it does not stand in the way of these words any more. */
    pass(): void {
      if (open === null) return;
      passed.current.add(open.kind);
      if (open.kind === "changed") desk.know(conv);
      setOpen(null);
    },
    /** The words are being changed: whoever writes has seen the question. */
    dismiss(): void {
      if (open?.kind === "changed") desk.know(conv);
      if (open !== null) setOpen(null);
      passed.current.clear();
    },
  };
}

export type Questions = ReturnType<typeof useQuestions>;
