import { speaker } from "../../state/speak.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

/** The words of addresses outside. */
export const words = speaker(en, ru);
export type HookWord = keyof typeof en;
