import type { Words } from "../../../../core/i18n.ts";

export const en = {
  "loading": "Loading…",
  "failed": "This could not be loaded. Check the connection and open the page again.",
  "gone": "There is no such team",
  "how": "Each team as it wants it. What is not set here works without it.",
  "none": "There are no teams: everybody answers everything. Teams are made on the page «People».",
  "save": "Save",
  "saved": "Saved",
  "notSaved": "This could not be saved. Try again in a moment.",

  "closing.title": "On resolving",
  "closing.own": "Ask the team’s own questions",
  "closing.ownHow": "Otherwise operators are asked what the chat’s site asks.",
  "closing.topics": "Topics to choose from",
  "closing.lines": "One a line",
  "closing.topic": "A topic is needed",
  "closing.noTopics": "Write at least one topic first.",
  "closing.no": "Question {no}",
  "closing.label": "Question",
  "closing.choices": "Answers to choose from",
  "closing.choicesHow": "One a line; without any, words of one’s own",
  "closing.required": "An answer is needed",
  "closing.remove": "Remove: {name}",
  "closing.add": "Add a question",
  "closing.wrong": "Up to 200 characters, and nothing twice.",
} as const satisfies Words;
