import type { WidgetWords } from "../words.ts";
import { Icon } from "./Icon.tsx";

interface Props {
  title: string;
  /** Who answers; null: nobody yet. */
  answers: string | null;
  words: WidgetWords;
  close(): void;
}

export function Header({ title, answers, words, close }: Props) {
  return (
    <header class="head">
      {answers !== null && <span class="face" aria-hidden="true">{Array.from(answers)[0]}</span>}
      <div class="who">
        <h1 data-testid="chat-title"><bdi>{answers ?? title}</bdi></h1>
        <p data-testid="answers">{answers === null ? words.t("here") : title}</p>
      </div>
      <button type="button" class="icon" data-testid="close" aria-label={words.t("close")} title={words.t("close")} onClick={close}>
        <Icon name="close" />
      </button>
    </header>
  );
}
