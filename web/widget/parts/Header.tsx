import type { WidgetWords } from "../words.ts";
import { Face } from "./Face.tsx";
import { Icon } from "./Icon.tsx";

interface Props {
  title: string;
  /** Who answers; null: nobody yet. */
  answers: string | null;
  /** What stands there instead. */
  here: string;
  face: string | undefined;
  words: WidgetWords;
  close(): void;
}

export function Header({ title, answers, here, face, words, close }: Props) {
  return (
    <header class="head">
      {answers !== null && <Face name={answers} face={face} />}
      <div class="who">
        <h1 data-testid="chat-title"><bdi>{answers ?? title}</bdi></h1>
        <p data-testid="answers">{answers === null ? here : title}</p>
      </div>
      <button type="button" class="icon" data-testid="close" aria-label={words.t("close")} title={words.t("close")} onClick={close}>
        <Icon name="close" />
      </button>
    </header>
  );
}
